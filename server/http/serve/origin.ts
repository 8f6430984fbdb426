import { isLoopback, type Config } from '../../config.ts'

/**
 * Whether a page of this origin may change something here or open a document (sync.md R10). Programs
 * that are no browser send none. Without a public address it has to be the one the request came to;
 * on this machine only under a name of this machine, or any page could bring its own name that points here.
 */
export function createOriginCheck(config: Pick<Config, 'host' | 'origin'>) {
	return (origin: string | undefined, host: string | undefined): boolean => {
		if (origin === undefined) return true
		if (config.origin !== null) return origin === config.origin
		const page = URL.parse(origin)
		if (page === null || page.host !== host) return false
		return !isLoopback(config.host) || isLoopback(page.hostname)
	}
}
