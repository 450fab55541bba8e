// Limit L2: `node:http` with one `pg` query for what the cards of the list show, as JSON.
import { createServer } from 'node:http'
import pg from 'pg'

const { PORT, DATABASE_URL } = process.env
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })

const LIST = `
  SELECT t.slug, t.kind, t.published_on, x.name, e.sku, e.state, s.on_hand, s.held, s.preordered, s.preorder_limit,
    (SELECT p.price_yen FROM edition_prices p WHERE p.edition_id = e.id AND p.valid_from <= current_date
     ORDER BY p.valid_from DESC LIMIT 1) AS price_yen
  FROM (SELECT * FROM titles WHERE listed ORDER BY published_on DESC, id DESC LIMIT 24) t
  JOIN title_texts x ON x.title_id = t.id AND x.locale = 'ja'
  JOIN editions e ON e.title_id = t.id LEFT JOIN stock_levels s ON s.edition_id = e.id
  ORDER BY t.published_on DESC, t.id DESC, e.position`

createServer((_request, response) => {
  pool.query(LIST).then(
    ({ rows }) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(rows)),
    () => response.writeHead(500).end(),
  )
}).listen(Number(PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
