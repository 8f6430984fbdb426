/**
 * Keeps stranded words: when a transaction deletes a paragraph, words in it that nobody deleted are written under concurrent
 * keys of their text. stranded-words.ts describes the keys and reads them.
 */
import * as Y from 'yjs'
import { activitiesMap, meetingsMap, type PlanItem } from './layout.ts'
import { idOfWords, keyOfWords, MOST_KEYS, MOST_LETTERS, readStrandedKeys } from './stranded-words.ts'
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

/** Words that a transaction deleted together with the part of the text that contained them. */
export interface GoneWords {
	updates: readonly Uint8Array[]
	/** Deletions that Yjs held back before the transaction, in encoding V2. */
	waiting: Uint8Array | null
	words: readonly { id: Y.ID; words: string; paragraph: Y.XmlText }[]
}

/** The words of one client in one part of a text. */
interface Stranded {
	/** The item and the field of the text. */
	item: PlanItem
	field: string
	id: string
	/** In the order of the text. */
	runs: WordsRun[]
}

type Place = Pick<Stranded, 'item' | 'field'>

/** Bound for one part of a text at once: more than people write concurrently. Software other than ours may write any number. */
const MOST_PIECES = 500
/** A key that grows is rewritten as a whole. With this bound, letters that arrive one by one fill the keys evenly. */
const MOST_REWRITTEN = MOST_LETTERS / MOST_KEYS

/**
 * Writes stranded words under concurrent keys of their texts, if the texts still exist. Makes one edit, or none where all words
 * are known. An update names each character that its author deleted. A deleted character that no update names was unknown to
 * that author. Words beyond the bounds stay only in the server's rows.
 */
export function keepStrandedWords(doc: Y.Doc, gone: GoneWords): void {
	const stranded = findStranded(doc, gone)
	if (stranded.length === 0) return
	doc.transact(() => byText(stranded).forEach(keep))
}

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

/** Reads the text's keys once, however many words there are to keep. No two of `stranded` have the same id. */
function keep({ item, field, stranded }: StrandedOfText): void {
	const { kept, settled } = readStrandedKeys(item, field)
	let keys = kept.length
	let room = MOST_LETTERS - countLetters(kept.flatMap((key) => key.runs))
	for (const { id, runs } of stranded) {
		if (room <= 0) return
		const ofSameId = kept.filter((key) => key.id === id)
		const known = ofSameId.map((key) => knownRuns(key.runs))
		const settledHere = settled.get(id) ?? []
		const unknown = takeLetters(cutKnown(cutRuns(runs, settledHere), known), room)
		// A key holds only words between two known spans, so that settling it settles nothing else.
		for (const news of divideRuns(unknown, coverOf([...settledHere, ...known.flatMap(({ cover }) => cover)]))) {
			// Spaces alone are not worth keeping; between words they belong to them.
			if (ofSameId.length === 0 && news.every(({ words }) => words.trim() === '')) continue
			const before = ofSameId.find(({ to }) => to === spanOf(news).from)
			const isOne = before !== undefined && countLetters([...before.runs, ...news]) <= MOST_REWRITTEN
			if (isOne) item.delete(before.key)
			else if (keys++ >= MOST_KEYS) continue
			const written = joinRuns(isOne ? [...before.runs, ...news] : news)
			item.set(keyOfWords(field, { id, ...spanOf(written) }), {
				runs: written.map(({ clock, words, isSeparated }) => [clock, words, isSeparated])
			})
			room -= countLetters(news)
		}
	}
}

function findStranded(doc: Y.Doc, { updates, waiting, words }: GoneWords): Stranded[] {
	const byParagraph = new Map<Y.XmlText, GoneWords['words'][number][]>()
	for (const gone of words) {
		const ofParagraph = byParagraph.get(gone.paragraph)
		if (ofParagraph === undefined) byParagraph.set(gone.paragraph, [gone])
		else ofParagraph.push(gone)
	}
	const places = [...byParagraph].flatMap(([paragraph, gone]) => {
		const place = placeOf(doc, paragraph)
		return place === null ? [] : [{ ...place, paragraph, gone }]
	})
	if (places.length === 0) return []
	const named = Y.mergeDeleteSets([
		...updates.map((update) => Y.decodeUpdate(update).ds),
		...(waiting === null ? [] : [Y.decodeUpdateV2(waiting).ds])
	])
	return places.flatMap(({ paragraph, gone, ...place }) => readParagraph(place, paragraph, takeUnnamed(gone, named)))
}

/** The text that contained the part. Null: the text is deleted, or does not belong to a plan. */
function placeOf(doc: Y.Doc, paragraph: Y.XmlText): Place | null {
	let type: unknown = paragraph
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

/** The characters that no update names as deleted, within the bounds. */
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

/** Groups the pieces by client, in the order of the text. Characters that their writer deleted do not separate runs. */
function readParagraph(place: Place, paragraph: Y.XmlText, pieces: readonly Piece[]): Stranded[] {
	if (paragraph._item === null) return []
	const { id: paragraphId } = paragraph._item
	return [...orderPieces(paragraph, pieces)].map(([client, runs]) => ({
		...place,
		id: idOfWords(client, paragraphId),
		runs
	}))
}

/** The state of one client while the part is traversed. */
interface Writer {
	/** Sorted by clock. */
	pieces: Piece[]
	runs: WordsRun[]
	isSeparated: boolean
	/** The number of changes of writer in the part when this writer was last seen. */
	turn: number
}

/** The runs of each client, in the order of the text. */
function orderPieces(paragraph: Y.XmlText, pieces: readonly Piece[]): Map<number, WordsRun[]> {
	const writers = new Map<number, Writer>()
	for (const piece of pieces) {
		const writer = writers.get(piece.client)
		if (writer === undefined) writers.set(piece.client, { pieces: [piece], runs: [], isSeparated: false, turn: 0 })
		else writer.pieces.push(piece)
	}
	let turn = 0
	let last: number | null = null
	for (let item = paragraph._start; item !== null; item = item.right) {
		const { id, length, content } = item
		if (content instanceof Y.ContentFormat) continue
		if (last !== null && id.client !== last) turn += 1
		last = id.client
		const writer = writers.get(id.client)
		if (writer === undefined) continue
		if (writer.turn !== turn) writer.isSeparated = true
		writer.turn = turn
		const within = piecesWithin(writer.pieces, id.clock, id.clock + length)
		for (const { clock, words } of within) {
			writer.runs.push({ clock, words, isSeparated: writer.isSeparated })
			writer.isSeparated = false
		}
		// The client wrote this before its first piece: what follows directly continues it.
		if (within.length === 0 && id.clock < writer.pieces[0]!.clock) writer.isSeparated = false
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
