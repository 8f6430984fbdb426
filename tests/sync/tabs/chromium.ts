/** Chromium by its raw protocol: Playwright would keep its pages from being hidden and frozen. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { chromiumPath } from '../../support/chromium.ts'

export interface Chromium {
	/** In the background, unless it is the first. `onTold`: what the page tells. */
	openTab(url: string, onTold?: (json: string) => void): Promise<ChromiumTab>
	/** As `kill -9`, with all processes. */
	kill(): Promise<void>
}

export interface ChromiumTab {
	/** The value of the expression in the page. */
	read<Value>(expression: string): Promise<Value>
	/** The others of the window are hidden then. */
	show(): Promise<void>
	freeze(): Promise<void>
	thaw(): Promise<void>
	navigate(url: string): Promise<void>
	/** As a person does who deletes the site's data. */
	deleteDatabases(): Promise<void>
	/** Its process dies. */
	crash(): Promise<void>
	close(): Promise<void>
}

interface Message {
	id?: number
	result?: Record<string, unknown>
	error?: { message: string }
	method?: string
	params?: { name?: string; payload?: string }
	sessionId?: string
}

const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0']

export async function startChromium(profile: string): Promise<Chromium> {
	const browser = spawn(chromiumPath, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
		detached: true,
		stdio: ['ignore', 'ignore', 'pipe']
	})
	const address = await addressOf(browser)
	const socket = new WebSocket(address)
	await once(socket, 'open')
	const waiting = new Map<number, (message: Message) => void>()
	const listeners = new Map<string, (json: string) => void>()
	let lastId = 0
	socket.on('message', (data: Buffer) => {
		const message = JSON.parse(data.toString()) as Message
		if (message.id !== undefined) waiting.get(message.id)?.(message)
		if (message.method === 'Runtime.bindingCalled')
			listeners.get(message.sessionId ?? '')?.(message.params?.payload ?? '')
	})

	function send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
		const id = ++lastId
		socket.send(JSON.stringify({ id, method, params, sessionId }))
		return new Promise((resolve, reject) =>
			waiting.set(id, ({ result, error }) => {
				waiting.delete(id)
				if (error === undefined) resolve(result ?? {})
				else reject(new Error(`${method}: ${error.message}`))
			})
		)
	}

	return {
		async openTab(url, onTold = () => undefined) {
			const { targetId } = await send('Target.createTarget', { url: 'about:blank', background: true })
			const attached = await send('Target.attachToTarget', { targetId, flatten: true })
			const sessionId = attached.sessionId as string
			const ask = (method: string, params: object = {}) => send(method, params, sessionId)
			listeners.set(sessionId, onTold)
			await ask('Page.enable')
			await ask('Runtime.enable')
			await ask('Runtime.addBinding', { name: 'tell' })
			await ask('Page.navigate', { url })
			const tab: ChromiumTab = {
				async read<Value>(expression: string) {
					const asked = { expression, awaitPromise: true, returnByValue: true }
					const { result, exceptionDetails } = await ask('Runtime.evaluate', asked)
					if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
					return (result as { value: Value }).value
				},
				show: async () => void (await send('Target.activateTarget', { targetId })),
				freeze: async () => void (await ask('Page.setWebLifecycleState', { state: 'frozen' })),
				thaw: async () => void (await ask('Page.setWebLifecycleState', { state: 'active' })),
				navigate: async (next) => void (await ask('Page.navigate', { url: next })),
				async deleteDatabases() {
					const { origin } = new URL(url)
					await ask('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
				},
				crash: async () => void ask('Page.crash').catch(() => undefined),
				close: async () => void (await send('Target.closeTarget', { targetId }))
			}
			for (let tries = 0; tries < 200; tries++) {
				const isThere = await tab.read<boolean>('window.proof !== undefined').catch(() => false)
				if (isThere) return tab
				await pause(25)
			}
			throw new Error(`${url} did not open`)
		},
		async kill() {
			process.kill(-browser.pid!, 'SIGKILL')
			socket.terminate()
			if (browser.exitCode === null && browser.signalCode === null) await once(browser, 'exit')
		}
	}

	async function addressOf(started: ChildProcess): Promise<string> {
		let said = ''
		for await (const chunk of started.stderr!) {
			said += String(chunk)
			const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
			if (found !== undefined) return found
		}
		throw new Error(
			`Chromium did not start: ${said} ${await readFile(join(profile, 'Local State'), 'utf8').catch(() => '')}`
		)
	}
}
