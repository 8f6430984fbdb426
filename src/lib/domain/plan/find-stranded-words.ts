/** Words that went with their paragraph though nobody took them out. */
import * as Y from 'yjs'
import { activitiesMap, meetingsMap, type PlanItem } from './layout.ts'
import { keepRun, type WrittenRun } from './stranded-words.ts'

/** What was gone at the end of a transaction that took `updates`, with the part of a text it was in, which was gone as well. */
export interface GoneWords {
	updates: readonly Uint8Array[]
	/** Those of one client in the order they were written. */
	words: readonly { id: Y.ID; words: string; part: Y.XmlText }[]
}

export interface StrandedRun extends WrittenRun {
	/** Whose text it was written into, and in which field. */
	item: PlanItem
	field: string
}

/** An update names each character its author deleted: what is gone and not named there, the author did not have. */
export function findStrandedWords(doc: Y.Doc, { updates, words }: GoneWords): StrandedRun[] {
	const runs: StrandedRun[] = []
	for (const gone of words) {
		const place = placeOf(doc, gone.part)
		if (place !== null) addRun(runs, { ...place, ...toRun(gone) })
	}
	if (runs.length === 0) return []
	const named = Y.mergeDeleteSets(updates.map((update) => Y.decodeUpdate(update).ds))
	return runs.flatMap((run) => unnamedRuns(run, named)).filter(({ words }) => words.trim() !== '')
}

/** Beside the texts they were written into, as far as those are still there. One edit, or none where all of it is known. */
export function keepStrandedWords(doc: Y.Doc, gone: readonly GoneWords[]): void {
	const runs = gone.flatMap((each) => findStrandedWords(doc, each))
	doc.transact(() => {
		for (const { item, field, ...run } of runs) keepRun(item, field, run)
	})
}

/** The living text a part of one was in; null: it is gone itself, or no text of a plan. */
function placeOf(doc: Y.Doc, part: Y.XmlText): Pick<StrandedRun, 'item' | 'field'> | null {
	let type: unknown = part
	while (type instanceof Y.XmlText || type instanceof Y.XmlElement) type = type._item?.parent
	if (!(type instanceof Y.XmlFragment) || type._item === null) return null
	const { parent: item, parentSub: field } = type._item
	if (!(item instanceof Y.Map) || field === null || item._item === null || item._item.deleted) return null
	const isOfPlan = [activitiesMap(doc), meetingsMap(doc)].includes(item._item.parent as Y.Map<PlanItem>)
	return isOfPlan ? { item: item as PlanItem, field } : null
}

function toRun({ id: { client, clock }, words, part }: GoneWords['words'][number]): WrittenRun {
	const paragraph = part._item === null ? '' : `${part._item.id.client}:${part._item.id.clock}`
	return { client, clock, length: words.length, words, paragraph }
}

/** What came in several updates is one where one follows the other. */
function addRun(runs: StrandedRun[], run: StrandedRun): void {
	const last = runs.at(-1)
	if (last?.client === run.client && last.paragraph === run.paragraph && last.clock + last.length === run.clock) {
		last.length += run.length
		last.words += run.words
	} else runs.push(run)
}

/** What of it no update names. */
function unnamedRuns(run: StrandedRun, named: ReturnType<typeof Y.mergeDeleteSets>): StrandedRun[] {
	const isNamed = (offset: number) => Y.isDeleted(named, Y.createID(run.client, run.clock + offset))
	const runs: StrandedRun[] = []
	let start = 0
	for (let offset = 0; offset <= run.length; offset++) {
		if (offset < run.length && !isNamed(offset)) continue
		if (offset > start) {
			const words = run.words.slice(start, offset)
			runs.push({ ...run, clock: run.clock + start, length: words.length, words })
		}
		start = offset + 1
	}
	return runs
}
