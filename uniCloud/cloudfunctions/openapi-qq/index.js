const { expose } = require('vk-openapi');
exports.main = expose('qq');
