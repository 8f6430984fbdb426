/** Words that went with their paragraph though nobody took them out are kept beside their text. */
import * as Y from 'yjs'
import { activitiesMap, meetingsMap, type PlanItem } from './layout.ts'
import { idOfWords, keyOfWords, MOST_KEYS, MOST_LETTERS, readWordsBeside } from './stranded-words.ts'
import {
	countLetters,
	coverOf,
	cutKnown,
	cutRuns,
	divideRuns,
	joinRuns,
	knownRuns,
	spanOf,
	takeLetters,
	type WordsRun
} from './words-run.ts'

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

/** Of one part of a text at once: more than people write apart; a foreign hand may write any number. */
const MOST_PIECES = 500
/** What is written on is written anew with all that stands in its key: letters that come one by one fill the keys evenly. */
const MOST_REWRITTEN = MOST_LETTERS / MOST_KEYS

/**
 * Beside the texts they were written into, as far as those are still there: one edit, or none where all of it is known.
 * An update names each character its author deleted; what is gone and not named there, the author did not have. What is
 * beyond the bounds is in the server's rows alone.
 */
export function keepStrandedWords(doc: Y.Doc, gone: GoneWords): void {
	const stranded = findStranded(doc, gone)
	if (stranded.length === 0) return
	doc.transact(() => byText(stranded).forEach(keep))
}

/** One text's, and all that was stranded of it. */
interface StrandedOfText {
	item: PlanItem
	field: string
	stranded: Stranded[]
}

function byText(stranded: readonly Stranded[]): StrandedOfText[] {
	const texts = new Map<PlanItem, Map<string, StrandedOfText>>()
	for (const each of stranded) {
		const { item, field } = each
		const ofItem = texts.get(item) ?? new Map<string, StrandedOfText>()
		const text = ofItem.get(field) ?? { item, field, stranded: [] }
		text.stranded.push(each)
		texts.set(item, ofItem.set(field, text))
	}
	return [...texts.values()].flatMap((ofItem) => [...ofItem.values()])
}

/** What stands beside it is read once, however much there is to be kept: no two of `stranded` have an id. */
function keep({ item, field, stranded }: StrandedOfText): void {
	const { kept, settled } = readWordsBeside(item, field)
	let keys = kept.length
	let room = MOST_LETTERS - countLetters(kept.flatMap((key) => key.runs))
	for (const { id, runs } of stranded) {
		if (room <= 0) return
		const beside = kept.filter((key) => key.id === id)
		const known = beside.map((key) => knownRuns(key.runs))
		const settledHere = settled.get(id) ?? []
		const unknown = takeLetters(cutKnown(cutRuns(runs, settledHere), known), room)
		// A key holds what is between two things known, so that settling it settles nothing else.
		for (const news of divideRuns(unknown, coverOf([...settledHere, ...known.flatMap(({ cover }) => cover)]))) {
			// Nobody asks for a space; between words it is one of them.
			if (beside.length === 0 && news.every(({ words }) => words.trim() === '')) continue
			const before = beside.find(({ to }) => to === spanOf(news).from)
			const isOne = before !== undefined && countLetters([...before.runs, ...news]) <= MOST_REWRITTEN
			if (isOne) item.delete(before.key)
			else if (keys++ >= MOST_KEYS) continue
			const written = joinRuns(isOne ? [...before.runs, ...news] : news)
			item.set(keyOfWords(field, { id, ...spanOf(written) }), {
				runs: written.map(({ clock, words, isApart }) => [clock, words, isApart])
			})
			room -= countLetters(news)
		}
	}
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
		for (let offset = 0; offset <= words.length && letters < MOST_LETTERS && pieces.length < MOST_PIECES; offset++) {
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
	return [...orderPieces(part, pieces)].map(([client, runs]) => ({ ...place, id: idOfWords(client, partId), runs }))
}

/** What one client wrote, on the way through the part. */
interface Writer {
	/** By their clocks. */
	pieces: Piece[]
	runs: WordsRun[]
	isApart: boolean
	/** How often it had been another's turn when it last was this one's. */
	turn: number
}

/** The runs of each client. */
function orderPieces(part: Y.XmlText, pieces: readonly Piece[]): Map<number, WordsRun[]> {
	const writers = new Map<number, Writer>()
	for (const piece of pieces) {
		const writer = writers.get(piece.client)
		if (writer === undefined) writers.set(piece.client, { pieces: [piece], runs: [], isApart: false, turn: 0 })
		else writer.pieces.push(piece)
	}
	let turn = 0
	let last: number | null = null
	for (let item = part._start; item !== null; item = item.right) {
		const { id, length, content } = item
		if (content instanceof Y.ContentFormat) continue
		if (last !== null && id.client !== last) turn += 1
		last = id.client
		const writer = writers.get(id.client)
		if (writer === undefined) continue
		if (writer.turn !== turn) writer.isApart = true
		writer.turn = turn
		const within = piecesWithin(writer.pieces, id.clock, id.clock + length)
		for (const { clock, words } of within) {
			writer.runs.push({ clock, words, isApart: writer.isApart })
			writer.isApart = false
		}
		// Written before: what follows it directly was written on.
		if (within.length === 0 && id.clock < writer.pieces[0]!.clock) writer.isApart = false
	}
	return new Map([...writers].map(([client, { runs }]) => [client, runs]))
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
