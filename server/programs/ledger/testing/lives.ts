/** Random lives of programmes: people state what is drawn, valid or not. */
import fc from 'fast-check'
import * as Y from 'yjs'
import { missingSections, presentSections } from '#domain/plan/edition.ts'
import { elena, sign } from '#domain/ledger/testing/story.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { chooseRegulation } from '../../../people/regulations.ts'
import { writeSections } from '../../../../tests/support/write-sections.ts'
import { editionHash, readStoredPlan } from '../facts.ts'
import { councilDay, type Council } from './council.ts'
import { beginUnder, movesUnder, type Say } from './moves.ts'

/** The move, its choice, which of four places (they map to two programmes), and whether the next move is stated at the same moment. */
type Drawn = [move: number, pick: number, place: number, isAtOnce: boolean]

export const lifeSeed = 20_261_121

// Drawn evenly: otherwise fast-check repeats the first moves too often.
export const drawnLife: fc.Arbitrary<Drawn[]> = fc.noBias(
	fc.array(fc.tuple(fc.nat(), fc.nat(1000), fc.nat(3), fc.boolean()), { minLength: 40, maxLength: 60, size: 'max' })
)

/** One programme has begun, another has not. Resolves with the kinds of statements that were tried, and of those that were entered. */
export async function live(
	council: Council,
	regulation: Regulation,
	life: readonly Drawn[]
): Promise<{ said: string[]; accepted: string[] }> {
	const { registry, storage, entered } = council
	await chooseRegulation(registry, 'town', regulation.id, 'tomsk-city')
	await beginUnder(council, regulation)
	const plan = await readStoredPlan(storage, 'program-a')
	if (plan !== null) {
		writeSections(plan)
		const missing = missingSections(regulation, presentSections(plan))
		if (missing.length > 0) throw new Error(`No edition can be put forward under ${regulation.id}: ${missing.join()}`)
		const by = { personId: 'irina', deviceId: 'phone', at: councilDay.toISOString() }
		await storage.append('plan:program-a', { bytes: Y.encodeStateAsUpdate(plan), ...by })
	}
	const moves = movesUnder(regulation, plan === null ? 'none' : editionHash(plan))
	const said: string[] = []
	// By entry: a repeated statement gets the existing entry.
	const accepted = new Map(entered.map(({ entry }) => [entry.id, entry.statement.type]))
	for (let index = 0; index < life.length; index++) {
		const [one, next] = [life[index], life[index + 1]]
		const isAtOnce = one?.[3] === true && next !== undefined
		if (isAtOnce) index++
		await Promise.all((isAtOnce ? [one, next] : [one]).map((drawn) => say(drawn, index % 3 === 0)))
	}
	return { said, accepted: [...accepted.values()] }

	/** `isNew`: of a kind that was not entered yet, if possible, so that rare kinds occur in every life. */
	async function say(drawn: Drawn | undefined, isNew: boolean): Promise<void> {
		const [move = 0, pick = 0, place = 0] = drawn ?? []
		const programId = place % (isNew ? 4 : 2) === 0 ? 'program-b' : 'program-a'
		const ledger = await council.ledger(programId)
		const all = moves.map((make) => make(ledger, pick))
		const reached = new Set(accepted.values())
		const rare = all.filter(([, { type }]) => !reached.has(type))
		const choice = isNew && rare.length > 0 ? rare : all
		const [by, statement]: Say = choice[move % choice.length] ?? [elena, sign('none')]
		said.push(statement.type)
		const result = await council.say(by, statement, { programId })
		if (result.outcome === 'entered') accepted.set(result.entry.id, statement.type)
	}
}
