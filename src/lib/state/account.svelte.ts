import { createContext } from 'svelte'
import type { Me } from '#protocol/api.ts'
import { api } from '#lib/sync/api.ts'
import { recallDeviceId } from '#lib/sync/device.ts'
import { recall, remember } from '#lib/sync/device-memory.ts'
import { watchPage } from '#lib/sync/page.ts'

const ME_KEY = 'me'
/** The person signed out where the server could not be told; it is told at the next chance. */
const SIGNING_OUT_KEY = 'signing-out'

/**
 * Who uses this device. The last known answer of the server is kept, so that the app opens without a
 * network; only the server's word (401) or the person's own signs them out.
 */
export class AccountState {
	me = $state.raw<Me | null>(null)
	status = $state<'loading' | 'signedIn' | 'signedOut'>('loading')
	/** Whether the server answered last time, and the browser does not say that there is no network. */
	isOnline = $state(typeof navigator === 'undefined' || navigator.onLine !== false)
	/** Names this device to the relay; known once `status` has left `loading`. */
	deviceId = ''
	#recalled: Promise<void>

	constructor() {
		this.#recalled = this.#recall()
		watchPage({ onOnline: () => void this.refresh(), onOffline: () => (this.isOnline = false) })
	}

	async refresh(): Promise<void> {
		await this.#recalled
		const isLeaving = (await recall(SIGNING_OUT_KEY)) !== null && !(await this.#tellOfSignOut())
		const result = await api.me()
		this.isOnline = result.ok || result.code !== 'offline'
		if (isLeaving) this.status = 'signedOut'
		else if (result.ok) await this.#remember(result.value)
		else if (result.code === 'unauthorized') await this.#forget()
		else if (this.status === 'loading') this.status = 'signedOut'
	}

	/** Called by the sign-in screens after the server has said yes. */
	async signedIn(): Promise<void> {
		await remember(SIGNING_OUT_KEY, null)
		await this.refresh()
	}

	/** What is stored of the documents stays on the device, under the person's id. */
	async signOut(): Promise<void> {
		await remember(SIGNING_OUT_KEY, true)
		await this.#forget()
		await this.#tellOfSignOut()
	}

	/** What the device knew at its last word from the server. */
	async #recall(): Promise<void> {
		this.deviceId = await recallDeviceId()
		const me = await recall<Me>(ME_KEY)
		if (me === null) return
		this.me = me
		this.status = 'signedIn'
	}

	/** False: the server could not be told, and will be at the next chance. */
	async #tellOfSignOut(): Promise<boolean> {
		const { ok } = await api.signOut()
		if (ok) await remember(SIGNING_OUT_KEY, null)
		return ok
	}

	async #remember(me: Me): Promise<void> {
		this.me = me
		this.status = 'signedIn'
		await remember(ME_KEY, me)
	}

	async #forget(): Promise<void> {
		this.me = null
		this.status = 'signedOut'
		await remember(ME_KEY, null)
	}
}

export const [getAccount, setAccount] = createContext<AccountState>()
