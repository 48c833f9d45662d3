/** Computed by others: what the algorithms of API signing must agree with. */

/** The worked example of the platform's guide (server/getting_started/api_signature): a request and its answer. */
export const GUIDE = {
  url: 'https://api.weixin.qq.com/wxa/getuserriskrank',
  appid: 'wxba6223c06417af7b',
  symmetric: {
    sn: 'fa05fe1e5bcc79b81ad5ad4b58acf787',
    key: 'otUpngOjU+nVQaWJIC3D/yMLV17RKaP6t4Ot9tbnzLY=',
  },
  request: {
    timestamp: 1635927954,
    body: '{"iv":"fmW/zNxXlytUZBgj","data":"0IDVdrPtSPF/Oe2CTXCV2vVNPbVJdJlP2WaTMQnoYLh5iCrrSNfQFh25EnStDMf0hLlVNBCZQtf9NaV0m4aRA4AAYIO7oR/Ge+4yY4EmZp5EVPB42xjScgMx5X3D4VdLCfynXIUKUtZHZvk1zmLVE3RauzJgiM1BB1CPmwcENo3MTJ0z8Vfkf5tMv54kOXobDLlV5rfqKdAX7gM/rP82DgZdt9vvZX44ipdbHIjJvw83ZXAFtvftdVw2Qd8=","authtag":"5qeM/2vZv+6KtScN94IpMg=="}',
    signature:
      'wcSSWHZunjz9VKl9q+If9deiyECXDAELfAJNZ4+5T+NhFr8zfhkwdQtlgQ7nN5xs99R57La9UjBTRBGge2KYyshWtw7HIMPAqWNsnpHvx0b2f7s6Bt7OpfOQLlIfNgepgTVmUwrqW8/7A12szj7tCe/bRFilwnaX6N0w4duHlfL7ic7IIZXouvy9dLRAa5GtEk1eD/LPWRiKh0SvJ3znPY/pSiQW9zSkXVdj9UGGM8qcKLzPGJ7gSmt3ZOPkFapk9wqFmhJwQj//xN5+hUlr2UiNPMNSHve5Y2ADLsNHqk5t7RfAZ8nW9/8lzhVt4t+toy1FeehxCGIC8qgmjIl1hg==',
    /** The public half of the example's private key. */
    publicKey: `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA3FoQOmOl5/CF5hF7ta4E
zCy2LaU3Eu2k9DBwQ73J82I53Sx9LAgM1DH3IsYohRRx/BESfbdDI2powvr6QYKV
IC+4Yavwg7gzhZRxWWmT1HruEADCZAgkUCu+9Il/9FPuitPSoIpBd07NqdkkRe82
NBOfrKTdhge/5zd457fl7J81Q5VTIxO8vvq7FSw7k6Jtv+eOjR6SZOWbbUO7f9r4
UuUkXmvdGv21qiqtaO1EMw4tUCELzY73M7NpCH3RorlommYX3P6q0VrkDHrCE0/Q
MhmHsF+46E+IRcJ3wtEj3p/mO1VoCpEhawC1U728ZUTwWNEii8hPEhcNAZTKaQMa
TQIDAQAB
-----END PUBLIC KEY-----`,
    plain: {
      _n: 'o89QaPVsRu1yppIZzvSZc4',
      _appid: 'wxba6223c06417af7b',
      _timestamp: 1635927954,
      appid: 'wxba6223c06417af7b',
      openid: 'oEWzBfmdLqhFS2mTXCo2E4Y9gJAM',
      scene: 0,
      client_ip: '127.0.0.1',
    },
  },
  answer: {
    timestamp: 1635927956,
    serial: '79ba700ea147819f640941bceb38b1d1',
    body: '{"iv":"r2WDQt56rEAmMuoR","data":"HExs66Ik3el+iM4IpeQ7SMEN934FRLFYOd3EmeaIrpP4EPTHckoco6O+PaoRZRa3lqaPRZT7r52f7LUok6gLxc6cdR8C4vpIIfh4xfLC4L7FNy9GbuMK1hcoi8b7gkWJcwZMkuCFNEDmqn3T49oWzAQOrY4LZnnnykv6oUJotdAsnKvmoJkLK7hRh7M2B1d2UnTnRuoIyarXc5Iojwoghx4BOvnV","authtag":"z2BFD8QctKXTuBlhICGOjQ=="}',
    signature:
      'Ht0VfQkkEweJ4hU266C14Aj64H9AXfkwNi5zxUZETCvR2svU1ZYdosDhFX/voLj1TyszqKsVxAlENGt7PPZZ8RQX7jnA4SKhiPUhW4LTbyTenisHJ+ohSfDjYnXavjQsBHspFS+BlPHuSSJ2xyQzw1+HuC6nid09ZL4FnGSYo4OI5MJrSb9xLzIVZMIDuUQchGKi/KaB1KzxECLEZcfjqbAgmxC7qOmuBLyO1WkHYDM95NJrHJWba5xv4wrwPru9yYTJSNRnlM+zrW5w9pOubC4Jtj3szTAEuOz9AcqUmgaAvMLNAIa8hfODLRe3n/cu4SgYlN/ZkNRU4QXVNbPGMg==',
    certificate: `-----BEGIN CERTIFICATE-----
MIID0jCCArqgAwIBAgIUeE+Yy7vM/o+eHHsfM+1bGJJEZTQwDQYJKoZIhvcNAQEL
BQAwXjELMAkGA1UEBhMCQ04xEzARBgNVBAoTClRlbnBheS5jb20xHTAbBgNVBAsT
FFRlbnBheS5jb20gQ0EgQ2VudGVyMRswGQYDVQQDExJUZW5wYXkuY29tIFJvb3Qg
Q0EwHhcNMjIwOTA1MDgzOTIyWhcNMjcwOTA0MDgzOTIyWjBkMRswGQYDVQQDDBJ3
eGQ5MzBlYTVkNWEyNThmNGYxFTATBgNVBAoMDFRlbmNlbnQgSW5jLjEOMAwGA1UE
CwwFV3hnTXAxCzAJBgNVBAYMAkNOMREwDwYDVQQHDAhTaGVuWmhlbjCCASIwDQYJ
KoZIhvcNAQEBBQADggEPADCCAQoCggEBAM5D9qlkCmk1kr3FpF0e9pc3kGsvz5RA
0/YRny9xPKIyV2UVMDZvRQ+mDHsiQQFE6etg457KFYSxTDKtItbdl6hJQVGeAvg0
mqPYE9SkHRGTfL/AnXRbKBG2GC2OcaPSAprsLOersjay2me+9pF8VHybV8aox78A
NsU75G/OO3V1iEE0s5Pmglqk8DEiw9gB/dGJzsNfXwzvyJyiUP9ZujYexyjsS+/Z
GdSOUkqL/th+16yHj8alcdyga6YGfWEDyWkt/i/B28cwx4nzwk8xgrurifPaLuMk
0+9wJQLCfAn/f7zyHrC8PcD1XvvRt9VBNMBASXs3710ODyyVf2lkMgkCAwEAAaOB
gTB/MAkGA1UdEwQCMAAwCwYDVR0PBAQDAgTwMGUGA1UdHwReMFwwWqBYoFaGVGh0
dHA6Ly9ldmNhLml0cnVzLmNvbS5jbi9wdWJsaWMvaXRydXNjcmw/Q0E9MUJENDIy
MEU1MERCQzA0QjA2QUQzOTc1NDk4NDZDMDFDM0U4RUJEMjANBgkqhkiG9w0BAQsF
AAOCAQEAL2MK9tYu+ljLVBlSbfEeaKyF07TN+G31Ya5NBzeS1ZCx4joUEIyACWmG
fUkKNKiKV+EMzxeEhKRso1Qif3E7Ipl+PQBoQw6OSR/jFHciYurnGR9CLkL03Zo1
qw1Xetv9OipsvlpA0SOWc207e/XpGdm8C7FMXM6bzvVp8I/STTjC1vqjIZu9WavI
RgGM4jyAPz2XogUq0BNijef8BXbbav9fAsXjHSwn5BQv4iLms3fiLm/eoyQ6dZ2R
oTudrlcyr1bG4vwETLmHF+3yfVp9dpvJ+lyfiviwDwyfa8t2WlJm27DuF4vWoxir
mjgj9tDutIFqxLIovLyg3uiAYtSQ/Q==
-----END CERTIFICATE-----`,
    plain: {
      _n: 'ShYZpqdVgY+yQVAxNSWhYg',
      _appid: 'wxba6223c06417af7b',
      _timestamp: 1635927956,
      errcode: 0,
      errmsg: 'getuserriskrank succ',
      risk_rank: 0,
      unoin_id: 2258658297,
    },
  },
};

/** RFC 8998, appendix A.1. */
export const SM4_GCM = {
  key: '0123456789abcdeffedcba9876543210',
  iv: '00001234567800000000abcd',
  aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
  plain:
    'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa',
  data: '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d',
  tag: '83de3541e4c2b58177e065a9bf7b62ec',
};

/** Made by OpenSSL 3.0 for these tests: `pkeyutl -sign -rawin -digest sm3 -pkeyopt distid:…`. */
export const SM2 = {
  userId: 'DEMO-KEY-0001',
  text: 'the text that is signed 中文',
  signature:
    'MEYCIQDQBTBYH9ZZCYf+G+6rC6V1wSlMlEUJftjJmxUr8oKHHAIhAPaogigpcMhOlBf8jCmRuARsxTQv5hx+ixcKkQtjbftk',
  /** The same key in three forms. */
  pkcs8: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgb0qtZKOZzLZtKgdz
Fk9TNoRfh7xF3h4/U/bZbiE7RDuhRANCAARQgADEHVA6DxWose19W65eB938QUi5
3LK2fGYavK63QysdInhgjXSMMN9WB0nmRpC80LI4Nv3MKuOmVfy9iiXY
-----END PRIVATE KEY-----`,
  sec1: `-----BEGIN SM2 PRIVATE KEY-----
MHcCAQEEIG9KrWSjmcy2bSoHcxZPUzaEX4e8Rd4eP1P22W4hO0Q7oAoGCCqBHM9V
AYItoUQDQgAEUIAAxB1QOg8VqLHtfVuuXgfd/EFIudyytnxmGryut0MrHSJ4YI10
jDDfVgdJ5kaQvNCyODb9zCrjplX8vYol2A==
-----END SM2 PRIVATE KEY-----`,
  hex: '6f4aad64a399ccb66d2a0773164f5336845f87bc45de1e3f53f6d96e213b443b',
  publicKey:
    '04508000c41d503a0f15a8b1ed7d5bae5e07ddfc4148b9dcb2b67c661abcaeb7432b1d2278608d748c30df560749e64690bcd0b23836fdcc2ae3a655fcbd8a25d8',
  certificate: `-----BEGIN CERTIFICATE-----
MIIBtTCCAVugAwIBAgIUCmJYBpjpNWrmgT3W2NLr8Oar7J4wCgYIKoEcz1UBg3Uw
LzEbMBkGA1UEAwwSd3gwMDAwMDAwMDAwMDAwMGQxMRAwDgYDVQQKDAdFeGFtcGxl
MCAXDTI2MTEyMDEyMzkxOVoYDzIxMjYxMDI3MTIzOTE5WjAvMRswGQYDVQQDDBJ3
eDAwMDAwMDAwMDAwMDAwZDExEDAOBgNVBAoMB0V4YW1wbGUwWTATBgcqhkjOPQIB
BggqgRzPVQGCLQNCAARQgADEHVA6DxWose19W65eB938QUi53LK2fGYavK63Qysd
InhgjXSMMN9WB0nmRpC80LI4Nv3MKuOmVfy9iiXYo1MwUTAdBgNVHQ4EFgQUf+8I
ReLqzcgKOB5592xTlc04yw0wHwYDVR0jBBgwFoAUf+8IReLqzcgKOB5592xTlc04
yw0wDwYDVR0TAQH/BAUwAwEB/zAKBggqgRzPVQGDdQNIADBFAiBrUMiFUgGEW7m7
S4VdD9hlWGc2DqkSGw6o2+45354whAIhAOaTCP5gWbtMZ3BpJsOn4oR2QWuIXPzx
WKVsnkthKiM0
-----END CERTIFICATE-----`,
};
