import { atMost, below, type Figure } from '#tests/bench/figure.ts'
import { BROWSER } from '#tests/bench/load.ts'
import { PUBLIC_PAGES } from '#tests/bench/public-pages.ts'
import type { Rig } from '#tests/bench/rig.ts'
import { fetchWire } from '#tests/bench/wire.ts'

const KIB = 1024

/** What public pages weigh on the wire: the heaviest page with the styles, fonts and scripts that it names, covers aside. */
export async function measureWeight(rig: Rig): Promise<Figure[]> {
  const shop = await rig.shop(await rig.database('small'))
  let heaviest = 0
  let scripts = 0
  for (const path of PUBLIC_PAGES) {
    const answer = await fetchWire(`${shop.url}${path}`, { 'Accept-Encoding': 'gzip' })
    const html = await (await fetch(`${shop.url}${path}`, { headers: BROWSER })).text()
    let bytes = answer.body.length
    for (const asset of assetsOf(html)) bytes += (await fetchWire(`${shop.url}${asset}`, BROWSER)).body.length
    heaviest = Math.max(heaviest, bytes)
    scripts += html.match(/<script(?![^>]*type="application\/ld\+json")/g)?.length ?? 0
  }
  await shop.stop()
  return [
    atMost(40, { name: 'weight.heaviest', unit: 'KB', value: heaviest / KIB }),
    below(1, { name: 'weight.scripts', unit: 'scripts', value: scripts }),
  ]
}

/** Stylesheets, scripts, fonts and icons; covers are pictures of the catalogue. */
function assetsOf(html: string): string[] {
  const found = [...html.matchAll(/<(?:link|script)\b[^>]*?\b(?:href|src)="(\/[^"]+)"[^>]*>/g)]
  return found.flatMap(([tag, url]) => (/rel="(?:canonical|alternate)"/.test(tag) || !url ? [] : [url]))
}
