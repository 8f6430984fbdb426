import { isIPv6 } from 'node:net'
import { isLoopback } from './config.ts'

/**
 * What is counted as one address: with IPv6 a household has 2⁶⁴ of them. Null for this machine itself, where a proxy
 * that does not say whom it speaks for would make everybody one.
 */
export function networkOf(address: string): string | null {
	if (isLoopback(address)) return null
	return isIPv6(address) ? prefixOf(address) : address
}

/** The first four of eight groups. */
function prefixOf(address: string): string {
	const [head = '', tail] = address.split('::')
	const groups = head === '' ? [] : head.split(':')
	const behind = tail === undefined || tail === '' ? [] : tail.split(':')
	const omitted = tail === undefined ? 0 : Math.max(0, 8 - groups.length - behind.length)
	const all = [...groups, ...Array.from({ length: omitted }, () => '0'), ...behind]
	return all
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(':')
}
