import { loadSitemap } from '#app/features/catalogue/load-sitemap.server.ts'

export async function loader() {
  return new Response(await loadSitemap(), {
    headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'public, max-age=3600' },
  })
}
