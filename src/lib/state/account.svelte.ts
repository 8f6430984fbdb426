import { createContext } from 'svelte'
import type { Me } from '#protocol/api/program.ts'
import { api } from '#lib/sync/api.ts'
import { ME_KEY, recall, recallDeviceId, remember } from '#lib/sync/device.ts'
import { isPageVisible, watchPage } from '#lib/sync/line/retry.ts'

/** The session the person signed out of where the server could not be told, or `true` for one without a known name. */
const SIGNING_OUT_KEY = 'signing-out'
const TABS_CHANNEL = 'tandem:account'

/** A right that was given or ended is on the screen within half a minute. */
const FRESH_MS = 30_000

type LeftSession = string | true

/**
 * Who uses this device. The last known answer of the server is kept, so that the app opens without a
 * network; only the server's word (401) or the person's own signs them out.
 */
export class AccountState {
	me = $state.raw<Me | null>(null)
	status = $state<'loading' | 'signedIn' | 'signedOut'>('loading')
	/** Whether the server answered last time, and the browser does not say that there is no network. */
	isOnline = $state(typeof navigator === 'undefined' || navigator.onLine !== false)
	/** The server has ended the session of whoever was here: signed out from elsewhere, or after long. Until somebody signs in. */
	wasEnded = $state(false)
	/** Names this device to the relay; known once `status` has left `loading`. */
	deviceId = ''
	#recalled: Promise<void>
	/** Rises when somebody signs in or out: an answer asked for before that is about somebody else. */
	#change = 0
	#tabs: BroadcastChannel | null = null
	#askedAt = 0
	#asked = 0
	/** The number of the newest question asked before the network went: answers up to it say nothing of now. */
	#askedBeforeLoss = 0

	constructor() {
		this.#recalled = this.#recall()
	}

	/** Of the municipality, «Asia/Tomsk»; undefined: of none. */
	get timeZone(): string | undefined {
		return this.me?.municipality?.timeZone
	}

	/** Asks the server now and whenever its word may have changed. Answers the way to stop. */
	start(): () => void {
		const refresh = () => void this.refresh()
		const stopWatching = watchPage({
			onVisible: refresh,
			onOnline: refresh,
			onOffline: () => {
				this.isOnline = false
				this.#askedBeforeLoss = this.#asked
			}
		})
		// Two people share a phone: no tab may go on under the name of one with the session of the other.
		this.#tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(TABS_CHANNEL)
		if (this.#tabs !== null) this.#tabs.onmessage = () => void this.#follow()
		refresh()
		return () => {
			stopWatching()
			this.#tabs?.close()
			this.#tabs = null
		}
	}

	/** For a screen that shows what the server lists, which others may change. Answers the way to stop. */
	keepFresh(): () => void {
		const refresh = () => {
			if (isPageVisible() && Date.now() - this.#askedAt >= FRESH_MS) void this.refresh()
		}
		refresh()
		const timer = setInterval(refresh, FRESH_MS)
		return () => clearInterval(timer)
	}

	async refresh(): Promise<void> {
		this.#askedAt = Date.now()
		const change = this.#change
		await this.#recalled
		const left = await recall<LeftSession>(SIGNING_OUT_KEY)
		const isTold = left === null || (await this.#tellOfSignOut(left))
		const asked = ++this.#asked
		const result = await api.me()
		const isAnswered = result.ok || result.code !== 'offline'
		// A question that got no answer says nothing of the network once a later one is asked.
		if (asked > this.#askedBeforeLoss && (isAnswered || asked === this.#asked)) this.isOnline = isAnswered
		if (change !== this.#change) return
		// Whoever has signed in since is somebody else than the one who is still leaving.
		const isLeaving = !isTold && (left === true || (result.ok && result.value.session === left))
		const isUnknown = !result.ok && result.code === 'unauthorized'
		if (isUnknown && !isLeaving && this.me !== null) this.wasEnded = true
		if (isLeaving || isUnknown) await this.#forget()
		else if (result.ok) await this.#remember(result.value)
		else if (this.status === 'loading') this.status = 'signedOut'
	}

	/**
	 * Called by the sign-in screens after the server has said yes. Whoever was here before is forgotten
	 * first: should the network go now, the app must not take the new session for theirs.
	 */
	async signedIn(): Promise<void> {
		this.#change++
		// Without a name the server would take it for this session.
		if ((await recall<LeftSession>(SIGNING_OUT_KEY)) === true) await remember(SIGNING_OUT_KEY, null)
		await this.#forget()
		this.status = 'loading'
		await this.refresh()
		this.#tabs?.postMessage(null)
	}

	/**
	 * What is stored of the documents stays on the device, under the person's id. The server is told behind it: the person
	 * may put the phone away at once.
	 */
	async signOut(): Promise<void> {
		this.#change++
		const left = this.me?.session ?? true
		await remember(SIGNING_OUT_KEY, left)
		await this.#forget()
		this.#tabs?.postMessage(null)
		void this.#tellOfSignOut(left)
	}

	/** Another tab has signed somebody in or out, and left word of it on the device. */
	async #follow(): Promise<void> {
		this.#change++
		this.me = await recall<Me>(ME_KEY)
		this.status = this.me === null ? 'signedOut' : 'signedIn'
		await this.refresh()
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
	async #tellOfSignOut(left: LeftSession): Promise<boolean> {
		const { ok } = await api.signOut(left === true ? {} : { session: left })
		// Meanwhile somebody else may have left.
		if (ok && (await recall(SIGNING_OUT_KEY)) === left) await remember(SIGNING_OUT_KEY, null)
		return ok
	}

	async #remember(me: Me): Promise<void> {
		this.wasEnded = false
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
