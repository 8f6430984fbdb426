import { createContext } from 'svelte'
import type { Me } from '#protocol/api.ts'
import { api } from '#lib/sync/api.ts'
import { watchPage } from '#lib/sync/page.ts'

const ME_KEY = 'tandem:me'
/** The person signed out where the server could not be told; it is told at the next chance. */
const SIGNING_OUT_KEY = 'tandem:signing-out'

/**
 * Who uses this device. The last known answer of the server is kept, so that the app opens without a
 * network; only the server's word (401) or the person's own signs them out.
 */
export class AccountState {
	me = $state.raw<Me | null>(null)
	status = $state<'loading' | 'signedIn' | 'signedOut'>('loading')
	/** Whether the server answered last time, and the browser does not say that there is no network. */
	isOnline = $state(typeof navigator === 'undefined' || navigator.onLine !== false)
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nobody watches it
	#sessions = new Set<() => Promise<void>>()

	constructor() {
		this.me = read<Me>(ME_KEY)
		if (this.me !== null) this.status = 'signedIn'
		watchPage({ onOnline: () => void this.refresh(), onOffline: () => (this.isOnline = false) })
	}

	async refresh(): Promise<void> {
		if (read(SIGNING_OUT_KEY) !== null && (await api.signOut()).ok) write(SIGNING_OUT_KEY, null)
		const isLeaving = read(SIGNING_OUT_KEY) !== null
		const result = await api.me()
		this.isOnline = result.ok || result.code !== 'offline'
		if (isLeaving) this.status = 'signedOut'
		else if (result.ok) this.#remember(result.value)
		else if (result.code === 'unauthorized') await this.#forget()
		else if (this.status === 'loading') this.status = 'signedOut'
	}

	/** Called by the sign-in screens after the server has said yes. */
	async signedIn(): Promise<void> {
		write(SIGNING_OUT_KEY, null)
		await this.refresh()
	}

	/** What is stored of the documents stays on the device, under the person's id. */
	async signOut(): Promise<void> {
		write(SIGNING_OUT_KEY, true)
		await this.#forget()
		if ((await api.signOut()).ok) write(SIGNING_OUT_KEY, null)
	}

	/** A session that must not outlive the sign-in. Answers the way to take it back. */
	closeOnSignOut(close: () => Promise<void>): () => void {
		this.#sessions.add(close)
		return () => this.#sessions.delete(close)
	}

	#remember(me: Me): void {
		this.me = me
		this.status = 'signedIn'
		write(ME_KEY, me)
	}

	async #forget(): Promise<void> {
		write(ME_KEY, null)
		const sessions = [...this.#sessions]
		this.#sessions.clear()
		await Promise.all(sessions.map((close) => close()))
		this.me = null
		this.status = 'signedOut'
	}
}

export const [getAccount, setAccount] = createContext<AccountState>()

function read<Value>(key: string): Value | null {
	try {
		return JSON.parse(localStorage.getItem(key) ?? 'null') as Value | null
	} catch {
		// No localStorage, or not our JSON: the server will tell who this is.
		return null
	}
}

function write(key: string, value: unknown): void {
	try {
		if (value === null) localStorage.removeItem(key)
		else localStorage.setItem(key, JSON.stringify(value))
	} catch {
		// Without localStorage the app still works while it is online.
	}
}
