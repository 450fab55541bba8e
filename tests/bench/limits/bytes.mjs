// Limit L1: a bare `node:http` server that sends the same bytes as the page it was started with.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const { PORT, PAGE = '', ENCODING = '' } = process.env
const body = readFileSync(PAGE)
const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Encoding': ENCODING,
  'Content-Length': body.length,
}

createServer((_request, response) => response.writeHead(200, headers).end(body)).listen(
  Number(PORT),
  '127.0.0.1',
)
process.once('SIGTERM', () => process.exit(0))
