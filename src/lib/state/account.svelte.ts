import { createContext } from 'svelte'
import { isParticipantRole } from '#domain/access.ts'
import type { Me, ProgramListing } from '#protocol/api/program.ts'
import { call } from '#lib/sync/api.ts'
import { now, recallClock } from '#lib/sync/clock.ts'
import { ME_KEY, recall, recallDeviceId, remember } from '#lib/sync/device.ts'
import { type Overseen, recallOverseen, rememberOverseen } from '#lib/sync/stored/overseen-programs.ts'
import { isPageVisible, notifyOnline, watchPage } from '#lib/sync/line/retry.ts'

/** A session that the person has left and the server does not know about yet; `true`: its name is unknown. */
const SIGNING_OUT_KEY = 'signing-out'
/** People whose sessions have ended here, until the server has said whether they were erased. */
const ENDED_KEY = 'ended'
const TABS_CHANNEL = 'tandem:account'

/** A granted or ended right is on the screen within half a minute. */
const FRESH_MS = 30_000

/** A phone whose Wi-Fi leads nowhere calls itself online all along: no event says that there is a network again. */
const ASK_AGAIN_MS = 10_000

type LeftSession = string | true

/**
 * The person who uses this device. Stores the server's last answer, so that the app opens without a network. Only the server's
 * answer that nobody is signed in, or the person, signs out.
 */
export class AccountState {
	me = $state.raw<Me | null>(null)
	/** Programmes of others that this person, as staff, has opened on this device: the newest answers. */
	#overseen = $state.raw<readonly Overseen[]>([])
	/** The one on the screen. */
	#shownId: string | null = null
	/** By programme. */
	#asking = new Map<string, Promise<boolean>>()
	status = $state<'loading' | 'signedIn' | 'signedOut'>('loading')
	/** Whether the server answered last time, and the browser reports a network. */
	isOnline = $state(typeof navigator === 'undefined' || navigator.onLine !== false)
	/** The server has ended the session: signed out from elsewhere, or expired. True until somebody signs in. */
	wasEnded = $state(false)
	/** The person who used this device was erased, and with them what it had of them. True until somebody signs in. */
	wasErased = $state(false)
	/** Identifies this device to the relay; known once `status` is not `loading`. */
	deviceId = ''
	#recalled: Promise<void>
	/** Counts sign-ins and sign-outs: an answer to an earlier request concerns another person. */
	#change = 0
	#tabs: BroadcastChannel | null = null
	#askedAt = 0
	#asked = 0
	/** The number of the newest request made before the network was lost: answers up to it do not describe the present. */
	#askedBeforeLoss = 0
	#isStarted = false
	/** The browser has sent its own «online» event since the loss: the page needs no other. */
	#hasOnlineEvent = false
	#again: ReturnType<typeof setTimeout> | undefined

	constructor() {
		this.#recalled = this.#recall()
	}

	/** The person who is signed in, on a screen that a layout shows to nobody else. */
	get reader(): Me {
		if (this.me === null) throw new Error('Nobody is signed in')
		return this.me
	}

	/** The municipality's time zone, «Asia/Tomsk»; undefined: no municipality. */
	get timeZone(): string | undefined {
		return this.me?.municipality?.timeZone
	}

	/** One of the person's own programmes, or of those that they have opened here as staff; null: the device knows of neither. */
	listingOf(programId: string): ProgramListing | null {
		const own = this.me?.programs.find(({ id }) => id === programId)
		return own ?? this.#overseen.find(({ listing }) => listing.id === programId)?.listing ?? null
	}

	/** For a screen of a programme: asks for it now, and with every refresh. Returns a function that stops it. */
	showProgram(programId: string): () => void {
		this.#shownId = programId
		void this.askProgram(programId)
		return () => {
			if (this.#shownId === programId) this.#shownId = null
		}
	}

	/**
	 * Asks the server for a programme that the person may oversee. Resolves when `listingOf` knows the answer; false: there is none,
	 * perhaps without a network.
	 */
	askProgram(programId: string): Promise<boolean> {
		const asking =
			this.#asking.get(programId) ?? this.#ask(programId).finally(() => void this.#asking.delete(programId))
		this.#asking.set(programId, asking)
		return asking
	}

	async #ask(programId: string): Promise<boolean> {
		await this.#recalled
		const { me } = this
		// Of others than staff, and of their own programmes, `Me` says everything.
		if (me === null || !isStaff(me) || me.programs.some(({ id }) => id === programId)) return true
		const result = await call('GET /api/programs/:programId', { programId })
		const isTheirs = this.me?.person.id === me.person.id && isStaff(this.me)
		if (!isTheirs || (!result.ok && result.code !== 'not_found')) return false
		const others = this.#overseen.filter(({ listing }) => listing.id !== programId)
		this.#overseen = result.ok ? [{ listing: result.value, askedAt: now().toISOString() }, ...others] : others
		await rememberOverseen(me.person.id, this.#overseen)
		// They may read it no more: the mentee shows a route to the staff no more (domain.md T10), or it is another unit's now.
		if (!result.ok) {
			const [{ forgetDocuments }, { planOf }] = await Promise.all([
				import('#lib/sync/stored/forget.ts'),
				import('#domain/owner.ts')
			])
			await forgetDocuments(me.person.id, [planOf(programId)])
		}
		return true
	}

	/** Asks the server now and whenever its answer may have changed. Returns a function that stops it. */
	start(): () => void {
		const refresh = () => void this.refresh()
		const stopWatching = watchPage({
			onVisible: refresh,
			onOnline: () => {
				this.#hasOnlineEvent = true
				refresh()
			},
			onOffline: () => {
				this.isOnline = false
				this.#hasOnlineEvent = false
				this.#askedBeforeLoss = this.#asked
			}
		})
		// Two people may share a phone: no tab may use one person's name with the other's session.
		this.#tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(TABS_CHANNEL)
		if (this.#tabs !== null) this.#tabs.onmessage = () => void this.#follow()
		this.#isStarted = true
		void this.#takeAhead()
		refresh()
		return () => {
			this.#isStarted = false
			clearTimeout(this.#again)
			stopWatching()
			this.#tabs?.close()
			this.#tabs = null
		}
	}

	/**
	 * On a first visit app.html has asked before this code was there. As what a device recalls, it opens the screen until the server
	 * has answered to `refresh`, and is not stored: meanwhile another tab may have signed in somebody else.
	 */
	async #takeAhead(): Promise<void> {
		const change = this.#change
		await this.#recalled
		const isLeaving = (await recall<LeftSession>(SIGNING_OUT_KEY)) !== null
		const me = (await globalThis.window?.meAhead) ?? null
		if (me === null || 'isNobody' in me || isLeaving || change !== this.#change || this.status !== 'loading') return
		this.me = me
		this.status = 'signedIn'
	}

	/** For a screen with a list that others may change on the server. Returns a function that stops it. */
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
		const isReported = left === null || (await this.#reportSignOut(left))
		const asked = ++this.#asked
		const result = await call('GET /api/me', { query: { or: 'nobody' } })
		const isAnswered = result.ok || result.code !== 'offline'
		// A failed request does not describe the network if a later one was made.
		if (asked > this.#askedBeforeLoss && (isAnswered || asked === this.#asked)) this.#noteNetwork(isAnswered)
		if (change !== this.#change) return
		// A person who has signed in since is not the one who is leaving.
		const isNobody = result.ok && 'isNobody' in result.value
		const me = result.ok && !('isNobody' in result.value) ? result.value : null
		const isLeaving = !isReported && (left === true || me?.session === left)
		const isUnknown = isNobody || (!result.ok && result.code === 'unauthorized')
		const ended = isUnknown && !isLeaving ? this.me : null
		if (ended !== null) {
			this.wasEnded = true
			await remember(ENDED_KEY, [...new Set([...(await recallEnded()), ended.person.id])])
		}
		if (isLeaving || isUnknown) await this.#forget()
		else if (me !== null) await this.#remember(me)
		else if (this.status === 'loading') this.status = 'signedOut'
		for (const personId of await recallEnded()) await this.#forgetErased(personId)
	}

	/** Asks again while the server does not answer. Tells the page once that it is back. */
	#noteNetwork(isThere: boolean): void {
		const isBack = isThere && !this.isOnline
		this.isOnline = isThere
		clearTimeout(this.#again)
		if (!isThere) {
			this.#hasOnlineEvent = false
			const wait = ASK_AGAIN_MS * (0.5 + Math.random() / 2)
			// A hidden page asks when it is visible again.
			if (this.#isStarted) this.#again = setTimeout(() => void (isPageVisible() && this.refresh()), wait)
		} else if (isBack && !this.#hasOnlineEvent) notifyOnline()
	}

	/** What the server has erased goes here, too (152-FZ). Without an answer, the next refresh asks again. */
	async #forgetErased(personId: string): Promise<void> {
		const result = await call('GET /api/erased/:personId', { personId })
		if (!result.ok && result.code !== 'not_found') return
		if (result.ok) {
			const { forgetPerson, startForgetting } = await import('#lib/sync/stored/forget.ts')
			await startForgetting(personId)
			await forgetPerson(personId)
			if (this.status === 'signedOut') this.wasErased = true
		}
		const others = (await recallEnded()).filter((id) => id !== personId)
		await remember(ENDED_KEY, others.length === 0 ? null : others)
	}

	/**
	 * The sign-in screens call it after the server has accepted. It forgets the former person first: if the network fails now,
	 * the app must not use the new session under their name.
	 */
	async signedIn(): Promise<void> {
		this.#change++
		// A sign-out without a session name would end the new session.
		if ((await recall<LeftSession>(SIGNING_OUT_KEY)) === true) await remember(SIGNING_OUT_KEY, null)
		await this.#forget()
		this.status = 'loading'
		await this.refresh()
		this.#tabs?.postMessage(null)
	}

	/**
	 * Stored documents stay on the device, under the person's id. The server is notified afterwards, without waiting: the person
	 * may put the phone away at once.
	 */
	async signOut(): Promise<void> {
		this.#change++
		const left = this.me?.session ?? true
		await remember(SIGNING_OUT_KEY, left)
		await this.#forget()
		this.#tabs?.postMessage(null)
		void this.#reportSignOut(left)
	}

	/** Another tab has signed somebody in or out and stored that on the device. */
	async #follow(): Promise<void> {
		const change = ++this.#change
		const me = await recall<Me>(ME_KEY)
		const overseen = me === null ? [] : await recallOverseen(me.person.id)
		// Another one has followed.
		if (change !== this.#change) return
		this.#overseen = overseen
		this.me = me
		this.status = this.me === null ? 'signedOut' : 'signedIn'
		await this.refresh()
	}

	/** Reads the last stored answer of the server. */
	async #recall(): Promise<void> {
		await recallClock()
		this.deviceId = await recallDeviceId()
		const me = await recall<Me>(ME_KEY)
		if (me === null) return
		this.#overseen = await recallOverseen(me.person.id)
		this.me = me
		this.status = 'signedIn'
	}

	/** False: the server could not be notified; it will be at the next opportunity. */
	async #reportSignOut(left: LeftSession): Promise<boolean> {
		const { ok } = await call('POST /api/sign-out', { body: left === true ? {} : { session: left } })
		// Another person may have signed out meanwhile.
		if (ok && (await recall(SIGNING_OUT_KEY)) === left) await remember(SIGNING_OUT_KEY, null)
		return ok
	}

	async #remember(me: Me): Promise<void> {
		const change = this.#change
		const personId = me.person.id
		const known = this.me?.person.id === personId ? this.#overseen : await recallOverseen(personId)
		// They have signed out.
		if (change !== this.#change) return
		this.wasEnded = false
		this.wasErased = false
		this.#overseen = isStaff(me) ? known : []
		this.me = me
		this.status = 'signedIn'
		await remember(ME_KEY, me)
		if (!isStaff(me)) await rememberOverseen(personId, [])
		if (this.#shownId !== null) await this.askProgram(this.#shownId)
	}

	async #forget(): Promise<void> {
		this.me = null
		this.#overseen = []
		this.status = 'signedOut'
		await remember(ME_KEY, null)
	}
}

function isStaff({ roles }: Me): boolean {
	return !roles.every(isParticipantRole)
}

async function recallEnded(): Promise<string[]> {
	return (await recall<string[]>(ENDED_KEY)) ?? []
}

export const [getAccount, setAccount] = createContext<AccountState>()
