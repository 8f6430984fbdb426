import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { databaseName, openDatabase } from '#lib/sync/document/store-database.ts'
import { recallOverseen, rememberOverseen } from '#lib/sync/stored/overseen-programs.ts'
import { AccountState } from './account.svelte.ts'
import { eventually } from '../../../tests/support/eventually.ts'

const irina = { person: { id: 'mentee-1' }, roles: ['mentee'], programs: [], session: 'first' }
const answers: Record<string, (init?: RequestInit) => Response | Promise<Response>> = {}

beforeEach(() => {
	vi.stubGlobal('indexedDB', new IDBFactory())
	vi.stubGlobal('fetch', (path: string, init?: RequestInit) =>
		Promise.resolve().then(() => answers[path.split('?')[0]!]!(init))
	)
	answers['/api/me'] = () => Response.json(irina)
	answers['/api/sign-out'] = () => new Response(null, { status: 204 })
})
afterEach(() => void vi.unstubAllGlobals())

const noNetwork = () => Promise.reject(new TypeError('Failed to fetch'))
const unauthorized = () => Response.json({ error: { code: 'unauthorized' } }, { status: 401 })

it('Irina is known again without a network', async () => {
	const account = new AccountState()
	expect(account.status).toBe('loading')
	await account.refresh()
	expect(account).toMatchObject({ status: 'signedIn', me: irina, isOnline: true })

	answers['/api/me'] = noNetwork
	const offline = new AccountState()
	await offline.refresh()
	expect(offline).toMatchObject({ status: 'signedIn', me: irina, isOnline: false, deviceId: account.deviceId })
})

it('what was asked before the network went does not say that it is still away', async () => {
	const lost = Promise.withResolvers<Response>()
	const asked = Promise.withResolvers<void>()
	const account = new AccountState()
	answers['/api/me'] = () => {
		asked.resolve()
		return lost.promise
	}
	const before = account.refresh()
	await asked.promise
	answers['/api/me'] = () => Response.json(irina)
	await account.refresh()
	lost.reject(new TypeError('Failed to fetch'))
	await before
	expect(account.isOnline).toBe(true)
})

it('what was answered before the network went does not say that it is there', async () => {
	const around = new EventTarget()
	vi.stubGlobal('document', new EventTarget())
	vi.stubGlobal('addEventListener', around.addEventListener.bind(around))
	const onItsWay = Promise.withResolvers<Response>()
	const asked = Promise.withResolvers<void>()
	answers['/api/me'] = () => {
		asked.resolve()
		return onItsWay.promise
	}
	const account = new AccountState()
	const stop = account.start()
	await asked.promise
	around.dispatchEvent(new Event('offline'))
	onItsWay.resolve(Response.json(irina))
	await eventually(() => expect(account.status).toBe('signedIn'))
	expect(account.isOnline).toBe(false)

	answers['/api/me'] = () => Response.json(irina)
	await account.refresh()
	expect(account.isOnline).toBe(true)
	stop()
})

describe('what was asked before the app was there', () => {
	const start = (me: unknown) => {
		vi.stubGlobal('document', new EventTarget())
		vi.stubGlobal('addEventListener', () => undefined)
		vi.stubGlobal('window', { meAhead: Promise.resolve(me) })
		const account = new AccountState()
		onTestFinished(account.start())
		return account
	}

	it('opens the first screen before the app’s own answer has come, which then holds', async () => {
		const late = Promise.withResolvers<Response>()
		answers['/api/me'] = () => late.promise
		const account = start(irina)
		await eventually(() => expect(account).toMatchObject({ status: 'signedIn', me: { session: 'first' } }))
		late.resolve(Response.json({ ...irina, session: 'second' }))
		await eventually(() => expect(account.me?.session).toBe('second'))
	})

	it('is not stored: somebody else may have signed in meanwhile, in another tab', async () => {
		answers['/api/me'] = noNetwork
		const account = start(irina)
		await eventually(() => expect(account.status).toBe('signedIn'))
		const later = new AccountState()
		await later.refresh()
		expect(later.me).toBeNull()
	})

	it('opens nothing for a person who was leaving', async () => {
		const account = new AccountState()
		await account.refresh()
		answers['/api/me'] = answers['/api/sign-out'] = noNetwork
		await account.signOut()
		const later = start(irina)
		await eventually(() => expect(later.isOnline).toBe(false))
		expect(later).toMatchObject({ status: 'signedOut', me: null })
	})

	it.each([{ isNobody: true }, null])('opens nothing when nobody was signed in: %o', async (me) => {
		answers['/api/me'] = noNetwork
		const account = start(me)
		await eventually(() => expect(account.isOnline).toBe(false))
		expect(account).toMatchObject({ status: 'signedOut', me: null })
	})
})

it('Irina’s Wi-Fi that leads nowhere is asked again until it leads somewhere, and then all of the page is told, once', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
	const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
	const around = new EventTarget()
	vi.stubGlobal('document', page)
	vi.stubGlobal('addEventListener', around.addEventListener.bind(around))
	vi.stubGlobal('dispatchEvent', around.dispatchEvent.bind(around))
	let told = 0
	around.addEventListener('online', () => told++)
	answers['/api/me'] = () => Promise.reject(new TypeError('Failed to fetch'))
	const account = new AccountState()
	const stop = account.start()
	await eventually(() => expect(account.isOnline).toBe(false))

	answers['/api/me'] = () => Response.json(irina)
	vi.advanceTimersByTime(10_000)
	await eventually(() => expect(account.isOnline).toBe(true))
	expect(told).toBe(1)
	await account.refresh()
	expect(told).toBe(1)
	stop()
})

it('a server that only starts is no network to Irina, who stays signed in, until it answers', async () => {
	await new AccountState().refresh()
	answers['/api/me'] = () => Response.json({ error: { code: 'internal' } }, { status: 503 })
	const account = new AccountState()
	await account.refresh()
	expect(account).toMatchObject({ status: 'signedIn', me: irina, isOnline: false })
	answers['/api/me'] = () => Response.json(irina)
	await account.refresh()
	expect(account.isOnline).toBe(true)
})

it('somebody never seen here is asked to sign in, also without a network', async () => {
	answers['/api/me'] = noNetwork
	const account = new AccountState()
	await account.refresh()
	expect(account.status).toBe('signedOut')
})

it('a session that ended on the server ends here, and is not remembered', async () => {
	const account = new AccountState()
	await account.refresh()
	answers['/api/me'] = unauthorized
	await account.refresh()
	expect(account).toMatchObject({ status: 'signedOut', me: null })
	answers['/api/me'] = noNetwork
	const offline = new AccountState()
	await offline.refresh()
	expect(offline).toMatchObject({ status: 'signedOut', me: null })
})

it('a server that knows nobody ends the session here, too', async () => {
	const account = new AccountState()
	await account.refresh()
	answers['/api/me'] = () => Response.json({ isNobody: true })
	await account.refresh()
	expect(account).toMatchObject({ status: 'signedOut', me: null, wasEnded: true })
})

it('a server that fails does not sign anybody out', async () => {
	const account = new AccountState()
	await account.refresh()
	answers['/api/me'] = () => Response.json({ error: { code: 'internal' } }, { status: 500 })
	await account.refresh()
	expect(account.status).toBe('signedIn')
})

it('who signs out without a network stays signed out when it is back', async () => {
	const account = new AccountState()
	await account.refresh()
	answers['/api/me'] = answers['/api/sign-out'] = noNetwork
	await account.signOut()
	expect(account.status).toBe('signedOut')

	answers['/api/me'] = () => Response.json(irina)
	const later = new AccountState()
	await later.refresh()
	expect(later.status).toBe('signedOut')

	const signOuts = vi.fn(() => new Response(null, { status: 204 }))
	answers['/api/sign-out'] = signOuts
	answers['/api/me'] = unauthorized
	await later.refresh()
	expect(signOuts).toHaveBeenCalledOnce()
	expect(later.status).toBe('signedOut')
})

it('a sign-out that was told late names its session, so that Irina’s next one goes on', async () => {
	const account = new AccountState()
	await account.refresh()
	answers['/api/me'] = answers['/api/sign-out'] = noNetwork
	await account.signOut()

	const signOuts: unknown[] = []
	answers['/api/sign-out'] = (init) => {
		signOuts.push(JSON.parse(String(init?.body)))
		return signOuts.length === 1 ? noNetwork() : new Response(null, { status: 204 })
	}
	answers['/api/me'] = () => Response.json({ ...irina, session: 'second' })
	await account.signedIn()
	expect(account).toMatchObject({ status: 'signedIn', me: { session: 'second' } })
	await account.refresh()
	await account.refresh()
	expect(signOuts).toEqual([{ session: 'first' }, { session: 'first' }])
	expect(account.status).toBe('signedIn')
})

it('signing out does not wait for the server', async () => {
	const account = new AccountState()
	await account.refresh()
	const late = Promise.withResolvers<Response>()
	answers['/api/sign-out'] = () => late.promise
	await account.signOut()
	expect(account).toMatchObject({ status: 'signedOut', me: null })
	late.resolve(new Response(null, { status: 204 }))
})

it('who left offline and did not come back stays signed out while the server still holds their session', async () => {
	const account = new AccountState()
	await account.refresh()
	answers['/api/sign-out'] = noNetwork
	await account.signOut()
	await account.refresh()
	expect(account).toMatchObject({ status: 'signedOut', me: null })
})

it('an answer that was on its way when Irina signed out does not sign her in again', async () => {
	const account = new AccountState()
	await account.refresh()
	const late = Promise.withResolvers<Response>()
	answers['/api/me'] = () => late.promise
	const refreshing = account.refresh()
	await account.signOut()
	late.resolve(Response.json(irina))
	await refreshing
	expect(account).toMatchObject({ status: 'signedOut', me: null })
})

it('who signs in where Irina was, and loses the network at once, is not taken for her', async () => {
	const account = new AccountState()
	await account.refresh()
	answers['/api/me'] = noNetwork
	await account.signedIn()
	expect(account).toMatchObject({ status: 'signedOut', me: null })
	const restarted = new AccountState()
	await restarted.refresh()
	expect(restarted).toMatchObject({ status: 'signedOut', me: null })
})

it('signing out in one tab signs out the other, also without a network', async () => {
	const [here, there] = [new AccountState(), new AccountState()]
	const stops = [here.start(), there.start()]
	await Promise.all([here.refresh(), there.refresh()])
	expect(there.status).toBe('signedIn')
	answers['/api/me'] = answers['/api/sign-out'] = noNetwork
	await here.signOut()
	await expect.poll(() => there).toMatchObject({ status: 'signedOut', me: null })
	stops.forEach((stop) => stop())
})

it('a browser without IndexedDB knows nobody, and lets Irina in while there is a network', async () => {
	vi.stubGlobal('indexedDB', undefined)
	const account = new AccountState()
	await account.refresh()
	expect(account).toMatchObject({ status: 'signedIn', me: irina })
})

it('a right that was given back is on Viktor’s screen within half a minute', async () => {
	vi.stubGlobal('document', { visibilityState: 'visible' })
	const account = new AccountState()
	await account.refresh()
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
	const stop = account.keepFresh()
	try {
		answers['/api/me'] = () => Response.json({ ...irina, programs: [{ id: 'program-1' }] })
		vi.advanceTimersByTime(30_000)
		vi.useRealTimers()
		await eventually(() => expect(account.me?.programs).toHaveLength(1))
	} finally {
		stop()
		vi.useRealTimers()
	}
})

it('[L3] a device whose person was erased forgets what it had of them, and says why; one that was only signed out keeps it', async () => {
	const account = new AccountState()
	await account.refresh()
	const name = databaseName('mentee-1', 'plan:program-1')
	const stored = indexedDB.open(name)
	stored.onsuccess = () => stored.result.close()
	answers['/api/me'] = unauthorized
	answers['/api/erased/mentee-1'] = () => Response.json({ error: { code: 'not_found' } }, { status: 404 })
	await account.refresh()
	expect(account).toMatchObject({ status: 'signedOut', wasEnded: true, wasErased: false })
	expect((await indexedDB.databases()).map((one) => one.name)).toContain(name)

	answers['/api/me'] = () => Response.json(irina)
	await account.signedIn()
	answers['/api/me'] = unauthorized
	answers['/api/erased/mentee-1'] = () => Response.json({ at: '2026-11-25T08:00:00.000Z' })
	await account.refresh()
	expect(account).toMatchObject({ status: 'signedOut', wasErased: true })
	expect((await indexedDB.databases()).map((one) => one.name)).not.toContain(name)
})

it('[L3] a device that could not learn whether its person was erased asks again at the next start', async () => {
	const account = new AccountState()
	await account.refresh()
	const name = databaseName('mentee-1', 'plan:program-1')
	const stored = indexedDB.open(name)
	stored.onsuccess = () => stored.result.close()
	answers['/api/me'] = unauthorized
	answers['/api/erased/mentee-1'] = noNetwork
	await account.refresh()
	expect(account).toMatchObject({ status: 'signedOut', wasErased: false })

	answers['/api/erased/mentee-1'] = () => Response.json({ at: '2026-11-25T08:00:00.000Z' })
	const next = new AccountState()
	await next.refresh()
	expect(next).toMatchObject({ status: 'signedOut', wasErased: true })
	expect((await indexedDB.databases()).map((one) => one.name)).not.toContain(name)

	const asked = vi.fn(() => Response.json({ at: '2026-11-25T08:00:00.000Z' }))
	answers['/api/erased/mentee-1'] = asked
	await next.refresh()
	expect(asked).not.toHaveBeenCalled()
})

it('a programme that Elena, a curator, has opened is asked for alone, opens again without a network, and ends with her sight of it', async () => {
	const elena = { person: { id: 'elena' }, roles: ['curator'], programs: [], session: 'first' }
	const listing = { id: 'program-1', title: 'Начинающий', role: 'curator' }
	answers['/api/me'] = () => Response.json(elena)
	answers['/api/programs/program-1'] = () => Response.json(listing)
	const account = new AccountState()
	await account.refresh()
	expect(account.listingOf('program-1')).toBeNull()
	const stop = account.showProgram('program-1')
	await eventually(() => expect(account.listingOf('program-1')).toMatchObject(listing))
	answers['/api/programs/program-1'] = () => Response.json({ ...listing, title: 'Второй год' })
	await account.refresh()
	expect(account.listingOf('program-1')).toMatchObject({ title: 'Второй год' })
	stop()

	answers['/api/me'] = answers['/api/programs/program-1'] = noNetwork
	const offline = new AccountState()
	await offline.refresh()
	offline.showProgram('program-1')
	expect(offline.listingOf('program-1')).toMatchObject({ title: 'Второй год' })

	answers['/api/me'] = () => Response.json(elena)
	answers['/api/programs/program-1'] = () => Response.json({ error: { code: 'not_found' } }, { status: 404 })
	await offline.refresh()
	expect(offline.listingOf('program-1')).toBeNull()
})

it('a programme that Elena opens is asked for once at a time, and without a network nobody has said that there is none', async () => {
	const elena = { person: { id: 'elena' }, roles: ['curator'], programs: [], session: 'first' }
	answers['/api/me'] = () => Response.json(elena)
	const asked = vi.fn(noNetwork)
	answers['/api/programs/program-1'] = asked
	const account = new AccountState()
	await account.refresh()
	expect(await Promise.all([account.askProgram('program-1'), account.askProgram('program-1')])).toEqual([false, false])
	expect(asked).toHaveBeenCalledOnce()
	answers['/api/programs/program-1'] = () => Response.json({ error: { code: 'not_found' } }, { status: 404 })
	expect(await account.askProgram('program-1')).toBe(true)
})

it('[T10] an educational route that Irina shows to the staff no more leaves Elena’s device', async () => {
	answers['/api/me'] = () =>
		Response.json({ person: { id: 'elena' }, roles: ['curator'], programs: [], session: 'first' })
	const route = { id: 'route', documents: { plan: 'plan:route' }, route: { personId: 'irina', shownTo: ['oversee'] } }
	answers['/api/programs/route'] = () => Response.json(route)
	const account = new AccountState()
	await account.refresh()
	await account.askProgram('route')
	const name = databaseName('elena', 'plan:route')
	;(await openDatabase(name)).close()
	answers['/api/programs/route'] = () => Response.json({ error: { code: 'not_found' } }, { status: 404 })
	await account.askProgram('route')
	expect(account.listingOf('route')).toBeNull()
	expect((await indexedDB.databases()).map((one) => one.name)).not.toContain(name)
})

it('a curator who is one no more, or has not asked for a month, has no programmes of others on the device', async () => {
	const elena = { person: { id: 'elena' }, roles: ['curator'], programs: [], session: 'first' }
	answers['/api/me'] = () => Response.json(elena)
	answers['/api/programs/program-1'] = () => Response.json({ id: 'program-1', title: 'Начинающий', role: 'curator' })
	const account = new AccountState()
	await account.refresh()
	await account.askProgram('program-1')
	expect(account.listingOf('program-1')).not.toBeNull()
	const [kept] = await recallOverseen('elena')
	answers['/api/me'] = () => Response.json({ ...elena, roles: ['mentor'] })
	await account.refresh()
	expect(account.listingOf('program-1')).toBeNull()
	expect(await recallOverseen('elena')).toEqual([])

	await rememberOverseen('elena', [{ ...kept!, askedAt: '2026-09-01T08:00:00.000Z' }])
	expect(await recallOverseen('elena')).toEqual([])
})
