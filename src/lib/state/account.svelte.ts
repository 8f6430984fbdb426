import { createContext } from 'svelte'
import type { Me } from '#protocol/api.ts'
import { api } from '#lib/sync/api.ts'

const ME_KEY = 'tandem:me'

/**
 * Who uses this device. The last known answer of the server is kept, so that the app opens without a
 * network; only the server's word (401) or the person's own signs them out.
 */
export class AccountState {
	me = $state.raw<Me | null>(null)
	status = $state<'loading' | 'signedIn' | 'signedOut'>('loading')
	/** Whether the server answered last time, or the browser says there is no network. */
	isOnline = $state(true)

	constructor() {
		this.me = readStoredMe()
		if (this.me !== null) this.status = 'signedIn'
	}

	async refresh(): Promise<void> {
		const result = await api.me()
		this.isOnline = result.ok || result.code !== 'offline'
		if (result.ok) this.#remember(result.value)
		else if (result.code === 'unauthorized') this.#forget()
		else if (this.status === 'loading') this.status = this.me === null ? 'signedOut' : 'signedIn'
	}

	/** Called by the sign-in screens after the server has said yes. */
	async signedIn(): Promise<void> {
		await this.refresh()
	}

	async signOut(): Promise<void> {
		await api.signOut()
		this.#forget()
	}

	#remember(me: Me): void {
		this.me = me
		this.status = 'signedIn'
		storeMe(me)
	}

	#forget(): void {
		this.me = null
		this.status = 'signedOut'
		storeMe(null)
	}
}

export const [getAccount, setAccount] = createContext<AccountState>()

function readStoredMe(): Me | null {
	try {
		const stored = localStorage.getItem(ME_KEY)
		return stored === null ? null : (JSON.parse(stored) as Me)
	} catch {
		// No localStorage, or not our JSON: the server will tell who this is.
		return null
	}
}

function storeMe(me: Me | null): void {
	try {
		if (me === null) localStorage.removeItem(ME_KEY)
		else localStorage.setItem(ME_KEY, JSON.stringify(me))
	} catch {
		// Without localStorage the app still works while it is online.
	}
}
