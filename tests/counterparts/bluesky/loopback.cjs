// node -r ./loopback.cjs: whatever listens, listens on this machine only; the development network would open every interface.
const { Server } = require('node:net')

const listen = Server.prototype.listen
const isPort = (value) => typeof value === 'number' || /^\d+$/.test(value)

Server.prototype.listen = function (first, ...rest) {
  if (first !== null && typeof first === 'object' && !first.path) first = { ...first, host: '127.0.0.1' }
  else if (isPort(first)) {
    if (typeof rest[0] === 'string') rest.shift()
    rest.unshift('127.0.0.1')
  }
  return listen.call(this, first, ...rest)
}
