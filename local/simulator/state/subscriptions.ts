/** How many messages of a template a user has agreed to. Who was never set has agreed to all. */
export class SubscriptionBook {
  private readonly left = new Map<string, number>();

  set(appid: string, openid: string, templateId: string, count: number): void {
    this.left.set(`${appid} ${openid} ${templateId}`, count);
  }

  /** Uses one up; false when there is none. A long-term subscription is not used up. */
  take(appid: string, openid: string, templateId: string, longTerm: boolean): boolean {
    const slot = `${appid} ${openid} ${templateId}`;
    const left = this.left.get(slot);
    if (left === undefined) return true;
    if (left <= 0) return false;
    if (!longTerm) this.left.set(slot, left - 1);
    return true;
  }
}
