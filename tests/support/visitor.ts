/** A browser as the API sees it: it keeps cookies, sends its user agent, and follows no redirect. */
export interface Visitor {
	/** Sends its page’s origin, as browsers do. */
	send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Response>
	/** «name=value; …» of its cookies for this server. */
	cookies(): string
}

const PHONE =
	'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36'
export const OFFICE = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0'

let addresses = 0

/** Each has its own address, as a proxy on this machine would report it. `cookie`: of a session that it has already. */
export function createVisitor(origin: string, { cookie = '', userAgent = PHONE, from = '' } = {}): Visitor {
	const kept = new Map<string, string>()
	keep(cookie)
	const address = from || `10.7.${Math.floor(++addresses / 250)}.${addresses % 250}`

	function keep(pair: string): void {
		const [name, value] = pair.split(/=(.*)/s)
		if (name) kept.set(name, value ?? '')
	}

	function cookies(): string {
		return [...kept].map(([name, value]) => `${name}=${value}`).join('; ')
	}

	return {
		cookies,
		async send(method, path, body) {
			const answer = await fetch(new URL(path, origin), {
				method,
				redirect: 'manual',
				headers: {
					'user-agent': userAgent,
					'x-forwarded-for': address,
					cookie: cookies(),
					...(method !== 'GET' && { origin: new URL(origin).origin }),
					...(body && { 'content-type': 'application/json' })
				},
				...(body && { body: JSON.stringify(body) })
			})
			for (const set of answer.headers.getSetCookie()) {
				const [pair = '', ...flags] = set.split(/; */)
				keep(pair)
				if (flags.some((flag) => /^max-age=0$/i.test(flag))) kept.delete(pair.split('=')[0] ?? '')
			}
			return answer
		}
	}
}
