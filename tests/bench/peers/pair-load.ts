/** Pairs of lines, one that edits and one that receives; every pair writes the same edits into a plan of its own. */
import * as Y from 'yjs'
import { activityNotes } from '#domain/plan/activity.ts'
import { setPlainText } from '#domain/plan/edit-text.ts'
import type { NewUpdate } from '../../../server/documents/storage/storage.ts'
import { writeTwoYears } from '../two-year-plan.ts'
import type { Running } from './contenders.ts'
import { openLine, openLines, type Line } from './line.ts'

/** What each pair's plan holds at first, and what is then written into it. */
export interface Work {
	log: readonly NewUpdate[]
	edits: readonly Uint8Array[]
}

export interface PairLoad {
	/** Sends the next edit of the pair. */
	edit(pair: number): void
	/** In ms: from each edit to its arrival at the partner, and to its acknowledgement where there is one. Empties the lists. */
	takeLatencies(): { toPartner: number[]; toAck: number[] }
	/** Edits on the way to a partner. */
	underWay(): number
	close(): void
}

/** Characters of each edit, which is the step of the client's clock. */
const EDIT_LENGTH = 12

/** A plan as two people edit it, from its first day: marks, meetings and words, with a new client in every sitting. */
export function writePlanWork(): Work {
	const [first, ...edits] = writeTwoYears()
	return { log: [first!], edits: edits.map(({ bytes }) => bytes) }
}

/** The cheapest load for a server that keeps documents in memory: one person types at the end of the notes of one activity. */
export function writeTypingWork(log: readonly NewUpdate[], count: number): Work {
	const doc = new Y.Doc()
	doc.transact(() => log.forEach(({ bytes }) => Y.applyUpdate(doc, bytes)))
	doc.clientID = 7
	const edits: Uint8Array[] = []
	doc.on('update', (update: Uint8Array) => edits.push(update))
	const text = activityNotes(doc, 'a1-1')
	if (!(text instanceof Y.Text)) throw new Error('The plan is not there')
	setPlainText(text, ['Итоги'])
	const begun = { ...log[0]!, bytes: edits.pop()! }
	for (let index = 0; index < count; index++) text.insert(text.length, String(index).padStart(EDIT_LENGTH, ' '))
	return { log: [...log, begun], edits }
}

/** The first day of a plan, of another one with each call: edits of `writePlanWork` fit only its own log. */
export function firstDay(): readonly NewUpdate[] {
	return writeTwoYears().slice(0, 1)
}

export const pairDocument = (pair: number) => `plan:pair-${pair}`

/** Resolves when all have connected and every partner has the plan. A town has the plans already. */
export async function openPairs(running: Running, pairs: number, { log, edits }: Work): Promise<PairLoad> {
	const { codec, needsTown } = running.contender
	const documentId = pairDocument
	const authors = await openLines(pairs, (pair) => openLine(running, documentId(pair)))
	const partners = await openLines(pairs, (pair) => openLine(running, documentId(pair), { seat: 'mentee' }))
	if (!needsTown) await share(Y.mergeUpdates(log.map(({ bytes }) => bytes)))
	const made = new Array<number>(pairs).fill(0)
	const sentAt: number[][] = authors.map(() => [])
	const unacknowledged: number[][] = authors.map(() => [])
	// The plan has its acknowledgement, too.
	const acknowledged = new Array<number>(pairs).fill(needsTown ? 0 : 1)
	let toPartner: number[] = []
	let toAck: number[] = []
	let underWay = 0

	async function share(update: Uint8Array): Promise<void> {
		const arrivals = partners.map(
			(line) => new Promise<void>((resolve) => line.listen(({ type }) => void (type === 'update' && resolve())))
		)
		authors.forEach((line, pair) => line.send(codec.encodeUpdate(documentId(pair), update)))
		await Promise.all(arrivals)
	}

	const listenTo = (lines: readonly Line[], onFrameOf: (pair: number) => Parameters<Line['listen']>[0]) =>
		lines.forEach((line, pair) => line.listen(onFrameOf(pair)))
	listenTo(partners, (pair) => (frame) => {
		const at = frame.type === 'update' ? sentAt[pair]?.shift() : undefined
		if (at === undefined) return
		underWay -= 1
		toPartner.push(performance.now() - at)
	})
	listenTo(authors, (pair) => (frame) => {
		if (frame.type !== 'ack') return
		for (; acknowledged[pair]! < frame.counter; acknowledged[pair]! += 1) {
			const at = unacknowledged[pair]?.shift()
			if (at !== undefined) toAck.push(performance.now() - at)
		}
	})

	return {
		edit(pair) {
			const update = edits[made[pair]!]
			if (update === undefined) throw new Error('More edits were asked for than were written')
			made[pair]! += 1
			const frame = codec.encodeUpdate(documentId(pair), update)
			const now = performance.now()
			sentAt[pair]!.push(now)
			if (running.contender.acknowledges) unacknowledged[pair]!.push(now)
			underWay += 1
			authors[pair]!.send(frame)
		},
		takeLatencies() {
			const taken = { toPartner, toAck }
			toPartner = []
			toAck = []
			return taken
		},
		underWay: () => underWay,
		close: () => [...authors, ...partners].forEach((line) => line.close())
	}
}

/** `rate` edits a second over all pairs in turn, for `seconds`; resolves when they have arrived, or `patienceMs` later. */
export async function editAtRate(
	load: PairLoad,
	{ pairs, rate, seconds, patienceMs = 2000 }: { pairs: number; rate: number; seconds: number; patienceMs?: number }
): Promise<{ made: number; seconds: number }> {
	const startedAt = performance.now()
	let made = 0
	while (made < rate * seconds) {
		const due = Math.min(rate * seconds, ((performance.now() - startedAt) / 1000) * rate)
		for (; made < due; made++) load.edit(made % pairs)
		await new Promise((resolve) => setTimeout(resolve, 1))
	}
	const ended = performance.now()
	while (load.underWay() > 0 && performance.now() - ended < patienceMs)
		await new Promise((resolve) => setTimeout(resolve, 5))
	return { made, seconds: (performance.now() - startedAt) / 1000 }
}
