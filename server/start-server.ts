/** The whole server in one function: parts are made here, wired here and stopped here. */
import { readFileSync } from 'node:fs'
import type { RequestListener, Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import pino from 'pino'
import { parseDocumentId } from '#protocol/document-id.ts'
import { openAccounts } from './accounts/accounts.ts'
import { relyingPartyOf } from './accounts/relying-party.ts'
import { createAdmission } from './admission.ts'
import { isLoopback, type Config } from './config.ts'
import { openData } from './data.ts'
import { createHistory } from './history/history.ts'
import { createApi } from './http/api.ts'
import { clientAddressOf } from './http/client-address.ts'
import { invitationLink } from './http/invitations.ts'
import { createHttpServer, listen } from './http/listen.ts'
import { createOriginCheck } from './http/origin.ts'
import { allowPage, setSecurityHeaders } from './http/security-headers.ts'
import { createShell } from './http/shell.ts'
import { createHolding } from './holding.ts'
import { startLedgers } from './ledger/start-ledgers.ts'
import { createMetrics } from './metrics.ts'
import { openOperations, type Operations } from './operations.ts'
import { startProjector } from './projector.ts'
import { createBoard } from './registry/board.ts'
import { openRegistry } from './registry/database.ts'
import { decideDemo } from './registry/demo-mode.ts'
import { createInvitationCodes } from './registry/invitation-code.ts'
import { inviteAdministrator } from './registry/invitations.ts'
import { seedDemo } from './registry/seed-demo.ts'
import { startCompaction } from './relay/compaction.ts'
import { silentMeter } from './relay/meter.ts'
import { startRelay } from './relay/relay.ts'
import { createSqliteHoldingLog } from './storage/sqlite-holding-log.ts'
import { createSqliteDeviceStates } from './storage/sqlite-devices.ts'
import { createSqliteStorage } from './storage/sqlite.ts'

export interface ServerOptions {
	/** Takes the place of the built app, for development. The server is given for its `upgrade` events outside /sync. */
	serveShell?(server: Server): RequestListener | Promise<RequestListener>
	/** For tests; the clock of the machine otherwise. */
	now?(): Date
}

export interface StartedServer {
	/** On this machine, with the real port, without a slash at its end. */
	address: string
	/** The same of metrics and readiness; null: there are none. */
	operationsAddress: string | null
	/** What the person who started it should read, a line each: the demonstration, the first administrator's link. */
	notices: readonly string[]
	/** Answers what was asked, commits what was sent, then lets go of everything (sync.md R13). Once, however often called. */
	stop(): Promise<void>
}

/** Accepts connections when it resolves. Throws CannotStart, having let go of everything. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<StartedServer> {
	const now = options.now ?? (() => new Date())
	const log = pino({ level: config.logLevel, serializers: { error: pino.stdSerializers.err } }, pino.destination(2))
	let answer: RequestListener = answerUnready
	const isHttps = config.origin?.startsWith('https://') ?? false
	const http = createHttpServer((request, response) => {
		setSecurityHeaders(response, isHttps)
		answer(request, response)
	})
	const metrics = config.metricsPort === null ? null : createMetrics()
	/** What was opened, each to be closed before those it stands on, whether the start succeeds or not. */
	const opened = new AsyncDisposableStack()
	try {
		const operations = await startOperations()
		// The ports come first: a second start by mistake is to be told of it before it touches any data.
		const address = await listen(http.server, config)
		const { notices, ...running } = await wire(address)
		answer = running.answer
		let stopped: Promise<void> | null = null
		return {
			address,
			operationsAddress: operations?.address ?? null,
			notices,
			stop: () => (stopped ??= opened.disposeAsync())
		}
	} catch (error) {
		await opened.disposeAsync()
		await http.close()
		throw error
	}

	async function startOperations(): Promise<Operations | null> {
		if (metrics === null || config.metricsPort === null) return null
		const isReady = () => answer !== answerUnready
		const operations = await openOperations({ port: config.metricsPort, metrics, isReady })
		opened.defer(operations.close)
		return operations
	}

	async function wire(address: string) {
		const { database, secret, close } = openData(config)
		opened.defer(close)
		const registry = openRegistry(database)
		const storage = createSqliteStorage(database)
		opened.defer(storage.close)
		const devices = createSqliteDeviceStates(database)
		opened.defer(devices.close)
		const isSecure = config.origin === null ? !isLoopback(config.host) : isHttps
		const accounts = await openAccounts({
			database,
			secret,
			isSecure,
			relyingParty: relyingPartyOf(config),
			oidc: config.oidc,
			log
		})
		const isDemo = await decideDemo(registry, config)
		if (isDemo) await seedDemo({ registry, accounts, storage, devices }, now())

		const isAllowedOrigin = createOriginCheck(config)
		const holding = createHolding({
			log: createSqliteHoldingLog(database),
			now,
			onHeld(documentId) {
				const document = parseDocumentId(documentId)
				if (document !== null) markChanged(document.programId)
			}
		})
		const board = createBoard({
			registry,
			devices,
			holding,
			isOnline: (documentId, personId) => relay.isOnline(documentId, personId),
			now
		})
		const projector = startProjector({
			storage,
			registry,
			now,
			log,
			onProjected: (programIds) => programIds.forEach(markChanged)
		})
		opened.defer(projector.stop)
		const compaction = startCompaction({ storage, now, log })
		opened.defer(compaction.stop)
		const relay = startRelay({
			storage,
			devices,
			...createAdmission(registry, accounts),
			isAllowedOrigin,
			addressOf: clientAddressOf,
			hold: (update) => holding.hold(update),
			now,
			log,
			meter: metrics?.meter ?? silentMeter,
			onStored(documentId) {
				projector.enqueue(documentId)
				compaction.noteStored(documentId)
			},
			onDeviceChanged(documentId) {
				const document = parseDocumentId(documentId)
				if (document?.kind === 'plan') markChanged(document.programId)
			}
		})
		function markChanged(programId: string): void {
			board.markChanged(programId).catch((error) => log.error({ error }, 'The board missed a change'))
		}

		metrics?.watch({ relay: relay.stats, compaction: compaction.stats, heldWaiting: holding.countWaiting, now })
		const ledgers = await startLedgers({
			registry,
			storage,
			relay,
			onStored: projector.enqueue,
			onChanged: markChanged,
			now,
			log
		})
		opened.defer(ledgers.stop)
		const stopping = new AbortController()
		opened.defer(async () => {
			answer = answerUnready
			stopping.abort()
			// What is being answered may still bring edits; the storage waits for both.
			await Promise.all([http.close(), relay.stop()])
		})
		const api = createApi({
			version: readVersion(),
			isDemo,
			accounts,
			registry,
			invitationCodes: createInvitationCodes(secret),
			storage,
			devices,
			holding,
			board,
			history: createHistory(storage),
			ledgers,
			relay,
			origin: config.origin,
			isAllowedOrigin,
			stopping: stopping.signal,
			now,
			log
		})
		const answerApi = getRequestListener(api.fetch, { overrideGlobalObjects: false })
		const answerShell = (await options.serveShell?.(http.server)) ?? createShell(buildDirectory)
		http.server.on('upgrade', (request, socket, head) => {
			if (request.url?.startsWith('/sync/')) relay.handleUpgrade(request, socket, head)
			else if (options.serveShell === undefined) socket.destroy()
		})
		await projector.catchUp()

		return {
			notices: isDemo ? [demoNotice] : await inviteFirst(),
			answer: ((request, response) => {
				if (/^\/api(\/|\?|$)/.test(request.url ?? '')) return void answerApi(request, response)
				allowPage(response)
				answerShell(request, response)
			}) as RequestListener
		}

		async function inviteFirst(): Promise<string[]> {
			const token = await inviteAdministrator(registry, now())
			if (token === null) return []
			return [
				'Первый администратор — одноразовая ссылка / one-time link for the first administrator:',
				invitationLink(config.origin ?? address, token)
			]
		}
	}
}

const buildDirectory = fileURLToPath(new URL('../build', import.meta.url))

const demoNotice =
	'Демонстрационный режим: вымышленные люди, вход без пароля. / Demonstration mode: invented people, no passwords.'

const answerUnready: RequestListener = (_request, response) => {
	response.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain; charset=utf-8' }).end('503\n')
}

function readVersion(): string {
	const description = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
	return (JSON.parse(description) as { version: string }).version
}
