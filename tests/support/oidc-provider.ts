/**
 * A region's identity system, small and strict: OpenID Connect Core, code flow with PKCE, RS256, on loopback. It signs every visitor in
 * at once as the person that the test names.
 */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OidcProvider {
	issuer: string
	/** The person who visits; null: they refuse. */
	somebody: string | null
	/** What the next token states falsely; `key`: another key signs it. */
	lie: { claims?: Record<string, unknown>; key?: boolean; token?: 'none' } | null
	/** It keeps its address, and closes every connection. */
	isAway: boolean
	close(): Promise<void>
}

export const CLIENT = { id: 'tandem', secret: 'known to both of them' }

interface Grant {
	subject: string
	nonce: string
	challenge: string
	redirectUri: string
}

export async function startOidcProvider(): Promise<OidcProvider> {
	const [own, foreign] = [newKey(), newKey()]
	const grants = new Map<string, Grant>()
	const server = createServer((request, response) => {
		if (provider.isAway) request.socket.destroy()
		else void answer(request, response)
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	const provider: OidcProvider = {
		issuer,
		somebody: 'somebody',
		lie: null,
		isAway: false,
		async close() {
			server.closeAllConnections()
			await new Promise((closed) => server.close(closed))
		}
	}
	return provider

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', issuer)
		switch (url.pathname) {
			case '/.well-known/openid-configuration':
				return json(response, {
					issuer,
					authorization_endpoint: `${issuer}/authorize`,
					token_endpoint: `${issuer}/token`,
					jwks_uri: `${issuer}/keys`,
					id_token_signing_alg_values_supported: ['RS256']
				})
			case '/keys':
				return json(response, {
					keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }]
				})
			case '/authorize':
				return authorize(url.searchParams, response)
			case '/token':
				return exchange(request, response)
		}
		response.writeHead(404).end()
	}

	function authorize(asked: URLSearchParams, response: ServerResponse): void {
		const need = (name: string) => {
			const value = asked.get(name)
			if (!value) throw new Error(`The client left out ${name}`)
			return value
		}
		const back = new URL(need('redirect_uri'))
		back.searchParams.set('state', need('state'))
		if (need('client_id') !== CLIENT.id || need('code_challenge_method') !== 'S256') throw new Error('A wrong client')
		if (need('response_type') !== 'code' || !need('scope').split(' ').includes('openid')) throw new Error('Not OpenID')
		if (provider.somebody === null) back.searchParams.set('error', 'access_denied')
		else {
			const code = randomBytes(16).toString('base64url')
			const grant = { nonce: need('nonce'), challenge: need('code_challenge'), redirectUri: need('redirect_uri') }
			grants.set(code, { subject: provider.somebody, ...grant })
			back.searchParams.set('code', code)
		}
		response.writeHead(302, { location: back.href }).end()
	}

	async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = []
		for await (const chunk of request) chunks.push(chunk as Buffer)
		const given = new URLSearchParams(Buffer.concat(chunks).toString())
		const basic = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString()
		const [basicId, basicSecret] = basic.split(':').map(decodeURIComponent)
		const isClient =
			(given.get('client_id') ?? basicId) === CLIENT.id && (given.get('client_secret') ?? basicSecret) === CLIENT.secret
		const grant = grants.get(given.get('code') ?? '')
		grants.delete(given.get('code') ?? '')
		const proof = createHash('sha256')
			.update(given.get('code_verifier') ?? '')
			.digest('base64url')
		const isGranted = grant?.challenge === proof && grant.redirectUri === given.get('redirect_uri')
		if (!isClient || grant === undefined || !isGranted) return json(response, { error: 'invalid_grant' }, 400)
		const { lie } = provider
		const at = Math.floor(Date.now() / 1000)
		const claims = { iss: issuer, aud: CLIENT.id, sub: grant.subject, nonce: grant.nonce, iat: at, exp: at + 300 }
		const token = sign({ ...claims, ...lie?.claims }, lie?.key ? foreign.privateKey : own.privateKey)
		json(response, {
			access_token: 'of no use here',
			token_type: 'Bearer',
			expires_in: 300,
			...(lie?.token !== 'none' && { id_token: token })
		})
	}
}

function newKey() {
	return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

function sign(claims: object, key: ReturnType<typeof newKey>['privateKey']): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
	const signed = `${part({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${part(claims)}`
	return `${signed}.${createSign('sha256').update(signed).sign(key).toString('base64url')}`
}

function json(response: ServerResponse, body: object, status = 200): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
