// A whole Bluesky network on this machine: a directory, a personal data server, the relay's stream and an AppView.
// Takes DB_POSTGRES_URL, REDIS_HOST, PDS_PORT and PLC_PORT; prints its addresses as one line of JSON once it is up.
import { TestNetwork } from '@atproto/dev-env'

const { PDS_PORT, PLC_PORT } = process.env
const network = await TestNetwork.create({
  dbPostgresSchema: 'waggle',
  pds: { port: Number(PDS_PORT), hostname: 'localhost' },
  plc: { port: Number(PLC_PORT) },
})

async function stop() {
  await network.close()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

console.log(JSON.stringify({ pds: network.pds.url, plc: network.plc.url, appview: network.bsky.url }))
