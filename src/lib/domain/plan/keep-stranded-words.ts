/** Words that went with their paragraph though nobody took them out are kept beside their text. */
import * as Y from 'yjs'
import { activitiesMap, meetingsMap, type PlanItem } from './layout.ts'
import { cutRun } from './stranded-words.ts'
import { idOfWords, keyOfWords, readWordsKeys, type WordsRun } from './words-beside.ts'

/** What was gone at the end of a transaction that took updates, with the part of a text it was in, which was gone as well. */
export interface GoneWords {
	updates: readonly Uint8Array[]
	/** Deletions that waited before, in encoding V2. */
	waiting: Uint8Array | null
	words: readonly { id: Y.ID; words: string; part: Y.XmlText }[]
}

/** What one client wrote into one part of a text. */
interface Stranded {
	/** Whose text it was written into, and in which field. */
	item: PlanItem
	field: string
	id: string
	/** In the order of the text. */
	runs: WordsRun[]
}

type Place = Pick<Stranded, 'item' | 'field'>

/** More than people write apart; a foreign hand may write any number. Beyond, the words are in the server's rows alone. */
const MOST_RUNS = 500
const MOST_LETTERS = 20_000
const MOST_KEPT = 100

/**
 * Beside the texts they were written into, as far as those are still there: one edit, or none where all of it is known.
 * An update names each character its author deleted; what is gone and not named there, the author did not have.
 */
export function keepStrandedWords(doc: Y.Doc, gone: GoneWords): void {
	const stranded = findStranded(doc, gone)
	if (stranded.length === 0) return
	doc.transact(() => stranded.forEach(keep))
}

function keep({ item, field, id, runs }: Stranded): void {
	const keys = readWordsKeys(item, field)
	if (keys.length >= MOST_KEPT) return
	const known = keys.filter((key) => key.id === id)
	const news = runs.flatMap((run) => cutRun(run, known))
	if (news.length === 0) return
	const from = Math.min(...news.map(({ clock }) => clock))
	const to = Math.max(...news.map(({ clock, words }) => clock + words.length))
	// What was written on is one with what stands there.
	const before = known.find((key) => !key.isSettled && key.to === from)
	if (before !== undefined) item.delete(before.key)
	const written = [...(before?.runs ?? []), ...news].map(({ clock, words, isApart }) => [clock, words, isApart])
	item.set(keyOfWords(field, { id, from: before?.from ?? from, to }), { runs: written })
}

function findStranded(doc: Y.Doc, { updates, waiting, words }: GoneWords): Stranded[] {
	const byPart = new Map<Y.XmlText, GoneWords['words'][number][]>()
	for (const gone of words) {
		const ofPart = byPart.get(gone.part)
		if (ofPart === undefined) byPart.set(gone.part, [gone])
		else ofPart.push(gone)
	}
	const places = [...byPart].flatMap(([part, gone]) => {
		const place = placeOf(doc, part)
		return place === null ? [] : [{ ...place, part, gone }]
	})
	if (places.length === 0) return []
	const named = Y.mergeDeleteSets([
		...updates.map((update) => Y.decodeUpdate(update).ds),
		...(waiting === null ? [] : [Y.decodeUpdateV2(waiting).ds])
	])
	return places.flatMap(({ part, gone, ...place }) => readPart(place, part, takeUnnamed(gone, named)))
}

/** The living text a part of one was in; null: it is gone itself, or no text of a plan. */
function placeOf(doc: Y.Doc, part: Y.XmlText): Place | null {
	let type: unknown = part
	while (type instanceof Y.XmlText || type instanceof Y.XmlElement) type = type._item?.parent
	if (!(type instanceof Y.XmlFragment) || type._item === null) return null
	const { parent: item, parentSub: field } = type._item
	if (!(item instanceof Y.Map) || field === null || item._item === null || item._item.deleted) return null
	const isOfPlan = [activitiesMap(doc), meetingsMap(doc)].includes(item._item.parent as Y.Map<PlanItem>)
	return isOfPlan ? { item: item as PlanItem, field } : null
}

interface Piece {
	client: number
	clock: number
	words: string
}

/** What no update names, as much of it as people write apart. */
function takeUnnamed(gone: GoneWords['words'], named: ReturnType<typeof Y.mergeDeleteSets>): Piece[] {
	const pieces: Piece[] = []
	let letters = 0
	for (const { id, words } of gone) {
		let start = 0
		for (let offset = 0; offset <= words.length && letters < MOST_LETTERS && pieces.length < MOST_RUNS; offset++) {
			if (offset < words.length && !Y.isDeleted(named, Y.createID(id.client, id.clock + offset))) continue
			if (offset > start) pieces.push({ client: id.client, clock: id.clock + start, words: words.slice(start, offset) })
			letters += offset - start
			start = offset + 1
		}
	}
	return pieces
}

/** The pieces by who wrote them, in the order of the text. What their writer took out of them again divides nothing. */
function readPart(place: Place, part: Y.XmlText, pieces: readonly Piece[]): Stranded[] {
	if (part._item === null) return []
	const { id: partId } = part._item
	return [...new Set(pieces.map(({ client }) => client))].flatMap((client) => {
		const id = idOfWords(client, partId)
		const own = pieces.filter((piece) => piece.client === client)
		const runs = inOrder(part, client, own)
		return runs.some(({ words }) => words.trim() !== '') ? [{ ...place, id, runs }] : []
	})
}

/** `pieces` of one client, by their clocks. */
function inOrder(part: Y.XmlText, client: number, pieces: readonly Piece[]): WordsRun[] {
	const first = pieces[0]?.clock ?? 0
	const runs: WordsRun[] = []
	let isApart = false
	for (let item = part._start; item !== null; item = item.right) {
		const { id, length, content } = item
		if (content instanceof Y.ContentFormat) continue
		const within = id.client === client ? piecesWithin(pieces, id.clock, id.clock + length) : []
		for (const { clock, words } of within) {
			runs.push({ clock, words, isApart })
			isApart = false
		}
		if (within.length > 0) continue
		if (id.client !== client) isApart = true
		// Written before: what follows it directly was written on.
		else if (id.clock < first) isApart = false
	}
	return runs
}

function piecesWithin(pieces: readonly Piece[], from: number, to: number): Piece[] {
	let low = 0
	let high = pieces.length
	while (low < high) {
		const middle = (low + high) >>> 1
		if (pieces[middle]!.clock < from) low = middle + 1
		else high = middle
	}
	let end = low
	while (end < pieces.length && pieces[end]!.clock < to) end += 1
	return pieces.slice(low, end)
}
