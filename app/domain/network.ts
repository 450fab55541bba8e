/**
 * Who an address counts as against a limit: an IPv4 address itself (`192.0.2.7`, also when written as `::ffff:192.0.2.7`), and
 * for IPv6 the network of 64 bits that a household or a server is given whole (`2001:db8:1:2::/64`), or a sender could use a new
 * address for every request. What is no address counts as itself.
 */
export function networkOf(address: string): string {
  const mapped = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  if (!address.includes(':')) return address
  const [before = '', after] = address.split('::')
  const start = before === '' ? [] : before.split(':')
  const end = after === undefined || after === '' ? [] : after.split(':')
  const zeros = after === undefined ? 0 : Math.max(0, 8 - start.length - end.length)
  const groups = [...start, ...Array<string>(zeros).fill('0'), ...end].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
