/**
 * What a service worker stores of the app: the first phone of a process fetches it file by file, and the next ones get a copy. Fetching
 * takes six seconds of processor time; a file that is already there is not fetched.
 */
import type { Page } from '@playwright/test'

interface KeptFile {
	/** Path within the origin. */
	path: string
	headers: [name: string, value: string][]
	/** In base64. */
	body: string
}

interface KeptApp {
	/** Name of the cache, with `ORIGIN` in place of the server's origin. */
	name: string
	files: KeptFile[]
}

const ORIGIN = 'https://origin.invalid'

let copy: KeptApp | null = null

export function hasCopy(): boolean {
	return copy !== null
}

/** Copies what the service worker of this page has stored. */
export async function takeCopy(page: Page): Promise<void> {
	const app = await page.evaluate(readKept)
	copy = { ...app, name: app.name.replace(originOf(page), ORIGIN) }
}

/** Puts the copy there, before this page registers its service worker. */
export async function putCopy(page: Page): Promise<void> {
	if (copy === null) throw new Error('No phone has fetched the app yet')
	await page.evaluate(putKept, { ...copy, name: copy.name.replace(ORIGIN, originOf(page)) })
}

function originOf(page: Page): string {
	return new URL(page.url()).origin
}

/** Runs in the page. */
async function readKept(): Promise<KeptApp> {
	const [name = ''] = await caches.keys()
	const cache = await caches.open(name)
	const files = (await cache.keys()).map(async (request) => {
		const response = (await cache.match(request))!
		const bytes = new Uint8Array(await response.arrayBuffer())
		const { pathname, search } = new URL(request.url)
		return { path: pathname + search, headers: [...response.headers], body: bytes.toBase64() }
	})
	return { name, files: await Promise.all(files) }
}

/** Runs in the page. */
async function putKept({ name, files }: KeptApp): Promise<void> {
	const cache = await caches.open(name)
	await Promise.all(
		files.map(({ path, headers, body }) => cache.put(path, new Response(Uint8Array.fromBase64(body), { headers })))
	)
}
