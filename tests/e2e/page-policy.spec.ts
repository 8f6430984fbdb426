import { createHash } from 'node:crypto'
import { expect, test } from './actors.ts'

test('the built page runs only scripts and styles from here, and those of its own that it names by their hashes', async ({
	server
}) => {
	const html = await (await fetch(`${server.origin}/programs/program-1`)).text()
	const [, policy = ''] = /<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html) ?? []
	const directives = new Map(policy.split('; ').map((directive) => [directive.split(' ')[0], directive]))
	const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text)
	const hashes = inline.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
	expect(directives.get('script-src')).toBe(["script-src 'self'", ...hashes].join(' '))
	for (const kind of ['default-src', 'connect-src']) expect(directives.get(kind)).toBe(`${kind} 'self'`)
	for (const kind of ['object-src', 'base-uri']) expect(directives.get(kind)).toBe(`${kind} 'none'`)
	expect(policy).not.toContain('unsafe-inline')
	// The policy does not apply to elements before it in the page.
	expect(html.slice(0, html.indexOf('http-equiv="content-security-policy"'))).not.toMatch(/<script(?! src="\/)/)
})
