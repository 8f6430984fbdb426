import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { formerCandidateFacts, bareFactsFor } from '#domain/ledger/visible-ledger.ts'
import { loadShippedRegulation } from '#domain/regulation/load-shipped.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { beginGroup, join, maria } from '#domain/ledger/testing/group-story.ts'
import { consentOf, darya, elena, proposal, request, submitReport } from '#domain/ledger/testing/story.ts'
import { sendOutbox } from '#lib/sync/ledger/outbox.ts'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { eventually } from '../../../tests/support/eventually.ts'
import { createFakeLedgerServer, type FakeLedgerServer } from '#lib/sync/document/testing/fake-ledger-server.ts'
import { LedgerState } from './ledger.svelte.ts'

vi.mock(import('#domain/regulation/load-shipped.ts'), { spy: true })

const { locks } = navigator
const remark: Statement = { type: 'remark', about: null, text: 'Уточните сроки' }
let server: FakeLedgerServer
let page: EventTarget & { visibilityState: string }
let stops: (() => void)[]

beforeEach(() => {
	createFakeDevice('irina')
	vi.stubGlobal('navigator', { locks })
	page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
	vi.stubGlobal('document', page)
	const around = new EventTarget()
	vi.stubGlobal('addEventListener', around.addEventListener.bind(around))
	vi.stubGlobal('dispatchEvent', around.dispatchEvent.bind(around))
	server = createFakeLedgerServer('irina')
	server.enter({ id: 'asked', programId: 'program-1', statement: request })
	stops = []
})
afterEach(() => {
	stops.forEach((stop) => stop())
	vi.useRealTimers()
	vi.restoreAllMocks()
	vi.unstubAllGlobals()
})

function open(): LedgerState {
	const state = new LedgerState({ personId: 'irina', programId: 'program-1' })
	stops.push(state.start())
	return state
}

it('shows what the server has, and without a network what this device knew', async () => {
	const first = open()
	await eventually(() => expect(first.ledger.request?.mainRequest).toBe(request.mainRequest))
	expect(first.regulation?.id).toBe('tomsk-city')
	server.answers = 'gone'
	const later = open()
	await eventually(() => expect(later.failure).toBe('offline'))
	expect(later.ledger.request?.mainRequest).toBe(request.mainRequest)
	expect(later.isAnswered).toBe(false)
})

it('a regulation whose file the network cut off is told as such, and fetched with the next answer', async () => {
	vi.mocked(loadShippedRegulation).mockRejectedValue(new TypeError('Failed to fetch dynamically imported module'))
	const state = open()
	await eventually(() => expect(state.ledger.request?.mainRequest).toBe(request.mainRequest))
	await eventually(() => expect(state.failure).toBe('offline'))
	expect(state.regulation).toBeNull()
	vi.mocked(loadShippedRegulation).mockReset()
	await state.refresh()
	expect([state.failure, state.regulation?.id]).toEqual([null, 'tomsk-city'])
})

it('what Irina states waits apart from what holds, and joins it once it is entered', async () => {
	const state = open()
	await eventually(() => expect(state.isAnswered).toBe(true))
	expect(await state.state('mentee', remark)).toBe(true)
	expect(state.waiting).toMatchObject([{ statement: remark }])
	expect(state.ledger.remarks).toEqual([])
	server.enter({ id: 'proposed', programId: 'program-1', statement: proposal })
	await sendOutbox('irina')
	await eventually(() => expect(state.ledger.remarks).toMatchObject([{ text: 'Уточните сроки' }]))
	expect(state.waiting).toEqual([])
	// Earlier statements of others are read with it.
	await eventually(() => expect(state.ledger.proposal?.id).toBe('proposed'))
})

it('what Irina stated stands once on the screen, though its entry came before the answer to her', async () => {
	const state = open()
	await eventually(() => expect(state.isAnswered).toBe(true))
	await state.state('mentee', remark)
	server.enter(state.waiting[0]!)
	await state.refresh()
	expect(state.ledger.remarks).toMatchObject([{ text: 'Уточните сроки' }])
	expect(state.waiting).toEqual([])
})

it('what is no longer for her is not asked of her, though this device still has it', async () => {
	const state = open()
	await eventually(() => expect(state.roles).toEqual(['mentee']))
	server.entries = []
	await state.refresh(true)
	expect([state.roles, state.ledger.request?.mainRequest]).toEqual([[], request.mainRequest])
})

it('speaks as what the server says of this programme, also without a network and when nothing but that is new', async () => {
	const state = open()
	await eventually(() => expect(state.roles).toEqual(['mentee']))
	server.speaksAs = ['curator']
	await state.refresh()
	expect(state.roles).toEqual(['mentee', 'curator'])
	server.answers = 'gone'
	const later = open()
	await eventually(() => expect(later.failure).toBe('offline'))
	expect(later.roles).toEqual(['mentee', 'curator'])
})

it('knows that nobody can sign a decision, and who is not invited, as soon as the server says so, though nothing else is new', async () => {
	const state = open()
	await eventually(() => expect(state.roles).toEqual(['mentee']))
	server.unsignable = [{ matterId: 'order', role: 'head' }]
	await state.refresh()
	expect(state.unsignable).toEqual(server.unsignable)
	server.uninvited = ['irina']
	await state.refresh()
	expect(state.uninvited).toEqual(['irina'])
})

it('once she has joined a group she reads what it had decided before, without asking anew', async () => {
	server.enter({ id: 'noted', programId: 'program-1', statement: remark })
	server.enter({ id: 'joining', programId: 'program-1', statement: join('irina') })
	const group = beginGroup(undefined, [darya, maria])
	group.facts.openPrograms = new Map([['irina', null]])
	group.sayAll([elena, join('irina')])
	const facts = bareFactsFor(group.ledger(), 'irina', '')
	if (facts === null) throw new Error('She is to join no group')
	server.bare = { facts, upTo: 2 }
	const state = open()
	await eventually(() => expect(state.entries.map(({ id }) => id)).toEqual(['joining']))
	expect(state.ledger).toMatchObject({ phase: 'active', request: { mainRequest: '' }, remarks: [] })
	server.bare = null
	server.enter({ id: 'ordered', programId: 'program-1', statement: remark })
	await state.refresh()
	await eventually(() => expect(state.entries).toHaveLength(4))
	expect(state.ledger.request?.mainRequest).toBe(request.mainRequest)
})

it('once nothing came of it she reads her own words alone, also on this device, and may take back what she consented to', async () => {
	server.enter({ id: 'consented', programId: 'program-1', statement: consentOf('personal-data') })
	const state = open()
	await eventually(() => expect(state.entries).toHaveLength(2))
	expect([state.roles, state.formerRoles, state.isFormerCandidate]).toEqual([['mentee'], [], false])
	const facts = formerCandidateFacts('program-1', server.entries, 'irina')
	if (facts === null) throw new Error('She has consented')
	server.bare = { facts, upTo: 1 }
	await state.refresh()
	await eventually(() => expect(state.entries.map(({ id }) => id)).toEqual(['consented']))
	expect([state.roles, state.formerRoles, state.isFormerCandidate]).toEqual([[], ['mentee'], true])
	expect(state.ledger.request?.mainRequest).toBe('')
	expect(state.check('mentee', { type: 'withdraw-consent', kind: 'personal-data' }, { today: '2026-09-02' })).toBeNull()
	server.entries = []
	await state.refresh(true)
	expect(state.formerRoles).toEqual([])
})

it('proposed anew after her part has ended she reads what was stated meanwhile, and replaced again what she read before', async () => {
	for (const id of ['while', 'after', 'own']) server.enter({ id, programId: 'program-1', statement: remark })
	const ended = { until: '2026-09-01T08:30:00.000Z', upTo: 2, besides: ['own'] }
	server.ended = ended
	const state = open()
	const entryIds = () => state.entries.map(({ id }) => id)
	await eventually(() => expect(entryIds()).toEqual(['asked', 'while', 'own']))
	server.ended = null
	await state.refresh()
	await eventually(() => expect(entryIds()).toEqual(['asked', 'while', 'after', 'own']))
	server.ended = ended
	await state.refresh()
	await eventually(() => expect(entryIds()).toEqual(['asked', 'while', 'own']))
})

it('a refusal is shown until she has seen it', async () => {
	server.refusals.set('remark', { reason: 'not-your-programme' })
	const state = open()
	await state.state('mentee', remark)
	await sendOutbox('irina')
	await eventually(() => expect(state.refused).toMatchObject([{ refusal: { reason: 'not-your-programme' } }]))
	await state.dismiss(state.refused[0]?.command.id ?? '')
	expect(state.refused).toEqual([])
})

it('never says that it was kept when it was not', async () => {
	const state = open()
	await eventually(() => expect(state.isAnswered).toBe(true))
	vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('Full', 'QuotaExceededError')
	})
	expect(await state.state('mentee', remark)).toBe(false)
	expect(state.waiting).toEqual([])
	expect(state.isBroken).toBe(true)
})

it('a device that takes nothing in still shows what the server says', async () => {
	vi.spyOn(indexedDB, 'open').mockImplementation(() => {
		throw new DOMException('Private mode', 'InvalidStateError')
	})
	const state = open()
	await eventually(() => expect(state.ledger.request?.mainRequest).toBe(request.mainRequest))
	expect(state.isBroken).toBe(true)
})

it('for a programme nobody has asked for there is nothing, and the first request can be made', async () => {
	const state = new LedgerState({ personId: 'irina', programId: 'new-one' })
	stops.push(state.start())
	await eventually(() => expect(state.failure).toBe('not_found'))
	expect(state.isAnswered).toBe(true)
	expect(await state.state('mentee', request)).toBe(true)
	await sendOutbox('irina')
	await eventually(() => expect(state.ledger.request?.mainRequest).toBe(request.mainRequest))
})

it('whom her unsent word names has a name here, also once it was refused', async () => {
	server.answers = 'gone'
	const state = new LedgerState({ personId: 'irina', programId: 'new-one' })
	stops.push(state.start())
	const categories = [{ id: 'beginner-head', wording: 'Вновь назначенный руководитель' }]
	await state.state('curator', request, { people: [{ id: 'darya', name: 'Ершова Дарья Николаевна' }], categories })
	expect([state.nameOf('darya'), state.seenCategories]).toEqual(['Ершова Дарья Николаевна', categories])
	server.answers = 'arrive'
	server.refusals.set('request', { reason: 'already-said' })
	await sendOutbox('irina')
	await eventually(() => expect(state.refused).toHaveLength(1))
	expect([state.nameOf('darya'), state.seenCategories]).toEqual(['Ершова Дарья Николаевна', categories])
})

it('a report that she submitted from her other phone first is not refused on this one; another reason of the server is', async () => {
	const state = open()
	await eventually(() => expect(state.isAnswered).toBe(true))
	server.refusals.set('submit-report', { reason: 'already-said' })
	for (const dueOn of ['2027-06-10', '2027-12-10']) await state.state('mentor', submitReport(dueOn))
	await sendOutbox('irina')
	await eventually(() => expect(state.refused).toHaveLength(2))
	server.enter({ id: 'first', programId: 'program-1', statement: submitReport('2027-06-10') })
	server.enter({ id: 'second', programId: 'program-1', statement: submitReport('2027-06-10', { insteadOf: 'first' }) })
	await state.refresh()
	expect(state.refused.map(({ command }) => command.statement)).toMatchObject([{ dueOn: '2027-12-10' }])
	server.refusals.set('submit-report', { reason: 'not-your-role' })
	await state.state('mentor', submitReport('2027-06-10', { insteadOf: 'first' }))
	await sendOutbox('irina')
	await eventually(() => expect(state.refused).toHaveLength(2))
})

it('a server that was restored from a copy is believed, also when it is asked for all while something new is on its way', async () => {
	server.enter({ id: 'proposed', programId: 'program-1', statement: proposal })
	const state = open()
	await eventually(() => expect(state.ledger.proposal?.id).toBe('proposed'))
	server.entries.pop()
	void state.refresh()
	await state.refresh(true)
	await eventually(() => expect(state.ledger.proposal).toBeNull())
})

it('once the network is back she is told at once, whatever was asked before it went', async () => {
	server.answers = 'hang'
	const state = open()
	await eventually(() => expect(state.isRead).toBe(true))
	server.answers = 'arrive'
	await state.refresh()
	expect(state.isAnswered).toBe(false)
	dispatchEvent(new Event('online'))
	await eventually(() => expect(state.ledger.request?.mainRequest).toBe(request.mainRequest))
})

it('the same once she looks at the page again, where the network came back behind her back', async () => {
	server.answers = 'hang'
	const state = open()
	await eventually(() => expect(state.isRead).toBe(true))
	const show = (visibilityState: string) => {
		page.visibilityState = visibilityState
		page.dispatchEvent(new Event('visibilitychange'))
	}
	show('hidden')
	server.answers = 'arrive'
	dispatchEvent(new Event('online'))
	expect(state.isAnswered).toBe(false)
	show('visible')
	await eventually(() => expect(state.ledger.request?.mainRequest).toBe(request.mainRequest))
})

it('goes on following while one of two parts of a screen still does', async () => {
	const state = open()
	const stopOther = state.start()
	await eventually(() => expect(state.isAnswered).toBe(true))
	stopOther()
	await state.state('mentee', remark)
	await sendOutbox('irina')
	await eventually(() => expect(state.waiting).toEqual([]))
})

it('another’s decision is on the screen at the server’s word, and while that is cut off within 15 s', async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
	let line: (EventTarget & { onerror?(): void }) | undefined
	vi.stubGlobal('EventSource', function () {
		return (line = Object.assign(new EventTarget(), { close: () => undefined }))
	})
	const state = open()
	await eventually(() => expect(state.isAnswered).toBe(true))
	server.enter({ id: 'proposed', programId: 'program-1', statement: proposal })
	line?.dispatchEvent(new Event('changed'))
	await eventually(() => expect(state.ledger.proposal?.id).toBe('proposed'))
	line?.onerror?.()
	server.enter({ id: 'remarked', programId: 'program-1', statement: remark })
	await vi.advanceTimersByTimeAsync(15_000)
	await eventually(() => expect(state.ledger.remarks).toHaveLength(1))
})
