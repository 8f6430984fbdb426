/** Opens, wires and stops all components of the server. Also has the port for operations, and deletes expired personal data hourly. */
import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import pino from 'pino'
import { type Config, isLoopback } from './config.ts'
import { forgetBackups, forgetReplaced } from './backups/copies.ts'
import { keepAddress } from './data.ts'
import type { Registry } from './database/database.ts'
import { decideDemo } from './demo/people.ts'
import { seedDemo } from './demo/seed-demo.ts'
import { type Background, createBackground } from './jobs/background.ts'
import type { RelaySettings } from './documents/relay/options.ts'
import { invitationLink } from './http/invitations.ts'
import { createApi } from './http/serve/api.ts'
import { createAddressReader, createReadings } from './http/serve/guards.ts'
import { createHttpServer, listen } from './http/serve/listen.ts'
import {
	answerUnready,
	createOriginCheck,
	routeRequests,
	type ServeShell,
	setSecurityHeaders
} from './http/serve/shell.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { forgetLeftEntries } from './people/bank-leavings.ts'
import { forgetImportRows } from './people/imports.ts'
import { inviteAdministrator } from './people/invitations.ts'
import { openStores, startDocuments } from './start-documents.ts'

export interface ServerOptions {
	serveShell?: ServeShell
	/** For tests; by default the machine's clock. */
	now?(): Date
	/** For tests: small limits, short times. */
	relaySettings?: Partial<RelaySettings>
}

export interface StartedServer {
	/** On this machine, with the real port and without a slash at its end. */
	address: string
	/** The same for metrics and readiness; null: there are none. */
	operationsAddress: string | null
	/** Lines for the person who started the server: the demonstration, the first administrator's link. */
	notices: readonly string[]
	/** Answers open requests, commits what was sent, then closes everything (sync.md R13). Runs once, however often it is called. */
	stop(): Promise<void>
}

/** Accepts connections when it resolves. Throws CannotStart, after closing everything. */
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
	/** What was opened. Closed in reverse order, whether the start succeeds or not. */
	const opened = new AsyncDisposableStack()
	try {
		const operations = await startOperations()
		// The ports come first, so that a second start by mistake fails before it touches any data.
		const address = await listen(http.server, config)
		const { notices, answer: routed } = await wire(address)
		keepAddress(config.dataDirectory, config.origin ?? address)
		answer = routed
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

	async function wire(address: string): Promise<{ answer: RequestListener; notices: string[] }> {
		const isSecure = config.origin === null ? !isLoopback(config.host) : isHttps
		const { stores, lostCommits } = await openStores(config, isSecure, log, opened)
		const isDemo = await decideDemo(stores.registry, config)
		if (isDemo) await seedDemo(stores, now())
		const background = createBackground({ log })
		opened.defer(background.stop)
		await startForgetting({ ...stores, ...config, background, now })
		const isAllowedOrigin = createOriginCheck(config)
		const addressOf = createAddressReader(config.trustedProxies)
		const documents = await startDocuments(
			{ stores, background, metrics, isAllowedOrigin, addressOf, now, log, relaySettings: options.relaySettings ?? {} },
			opened
		)
		const { relay } = documents
		const stopping = new AbortController()
		opened.defer(async () => {
			answer = answerUnready
			stopping.abort()
			// Open requests may still store edits; the storage is closed after both.
			await Promise.all([http.close(), relay.stop()])
		})
		const api = createApi({
			...stores,
			...documents,
			version: readVersion(),
			isDemo,
			readings: createReadings(now),
			origin: config.origin,
			isAllowedOrigin,
			addressOf,
			answered: (...request) => metrics?.answered(...request),
			stopping: stopping.signal,
			now,
			log
		})
		const routed = await routeRequests(http.server, { api, relay }, options.serveShell)
		const notices = isDemo ? [demoNotice] : await inviteFirst(stores.registry, address)
		return { answer: routed, notices: [...troubles(lostCommits), ...notices] }
	}

	async function inviteFirst(registry: Registry, address: string): Promise<string[]> {
		const token = await inviteAdministrator(registry, now())
		if (token === null) return []
		return [
			'Первый администратор — одноразовая ссылка / one-time link for the first administrator:',
			invitationLink(config.origin ?? address, token)
		]
	}
}

const demoNotice =
	'Демонстрационный режим: вымышленные люди, вход без пароля. / Demonstration mode: invented people, no passwords.'

/** A connection is a descriptor: 1,000 pairs with two devices each, twice over, and files. */
const LEAST_DESCRIPTORS = 8192

/** What the person at the server must know, although it starts. */
function troubles(lostCommits: number): string[] {
	const lost =
		`Журнал базы данных был повреждён: последние записи (${lostCommits}) потеряны. Правки планов устройства пришлют сами; ` +
		'решения и данные о людях, внесённые последними, проверьте и внесите снова. / ' +
		`The database's log was damaged: the newest ${lostCommits} commits are lost. Devices send the edits of plans again; check and ` +
		'repeat the newest decisions and data of people.'
	const descriptors = descriptorLimit()
	const few =
		`Мало файловых дескрипторов: ${descriptors}, нужно ${LEAST_DESCRIPTORS} (ulimit -n, LimitNOFILE). / ` +
		`Few file descriptors: ${descriptors} of ${LEAST_DESCRIPTORS} (ulimit -n, LimitNOFILE).`
	return [...(lostCommits > 0 ? [lost] : []), ...(descriptors < LEAST_DESCRIPTORS ? [few] : [])]
}

/** How many files and connections the process may have open. Infinity: the system sets no limit, or does not say. */
function descriptorLimit(): number {
	// The types of Node lack it. Without it a report asks for the names of the network's addresses.
	Object.assign(process.report, { excludeNetwork: true })
	const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft: number | string } } }
	const limit = Number(userLimits?.open_files?.soft)
	return Number.isNaN(limit) ? Infinity : limit
}

function readVersion(): string {
	const description = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
	return (JSON.parse(description) as { version: string }).version
}

/**
 * A port on this machine for the person who runs the server: GET /live (the process answers), GET /ready (it accepts people;
 * 503 while it starts or stops) and GET /metrics. It is separate from the port for people, so that no proxy publishes it by
 * accident.
 */
export interface Operations {
	/** On this machine, without a slash at its end. */
	address: string
	close(): Promise<void>
}

export interface OperationsOptions {
	/** 0: any free one, for tests. */
	port: number
	metrics: Pick<Metrics, 'render' | 'contentType'>
	isReady(): boolean
}

/** Throws CannotStart. */
async function openOperations({ port, metrics, isReady }: OperationsOptions): Promise<Operations> {
	const answer: RequestListener = (request, response) => {
		const say = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
			response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text)
		if (request.method !== 'GET') return void say(405, '405\n')
		switch (request.url) {
			case '/live':
				return void say(200, 'live\n')
			case '/ready':
				return void (isReady() ? say(200, 'ready\n') : say(503, 'not ready\n'))
			case '/metrics':
				return void metrics.render().then(
					(text) => say(200, text, metrics.contentType),
					// The storage does not answer; the process lives, and the next request may be answered.
					() => say(503, 'not ready\n')
				)
			default:
				return void say(404, '404\n')
		}
	}
	const http = createHttpServer(answer)
	const address = await listen(http.server, { host: '127.0.0.1', port }, 'TANDEM_METRICS_PORT')
	return { address, close: http.close }
}

const HOUR_MS = 60 * 60 * 1000

export interface ForgettingOptions {
	background: Pick<Background, 'repeat'>
	registry: Registry
	dataDirectory: string
	backupDays: number
	cutLog(): void
	now(): Date
}

/**
 * Deletes personal data that is kept only for a return or an undo, and copies of the data, once their time is over: now, and each
 * hour from then on. Resolves when all of that is deleted that is over now.
 */
export async function startForgetting(options: ForgettingOptions): Promise<void> {
	const { background, registry, dataDirectory, backupDays, cutLog, now } = options

	async function forgetRows(): Promise<void> {
		const forgotten = await registry.commitTogether([
			forgetLeftEntries(registry, now()),
			forgetImportRows(registry, now())
		])
		if (forgotten.some((count) => count > 0)) cutLog()
	}

	const parts = [
		forgetRows,
		() => forgetReplaced(dataDirectory, now()),
		() => forgetBackups(registry, backupDays, now())
	]
	const failure = 'Expired data could not be deleted'
	const repeat = (run: () => unknown) =>
		background.repeat({ firstMs: 0, everyMs: HOUR_MS, failure, run: async () => void (await run()) })
	await Promise.all(parts.map(repeat))
}
