/** What the server knows about a consultation besides the ledger: the bank of mentors (domain.md D18). */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { elena, irina, viktor } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { chooseRegulation } from '../../people/regulations.ts'
import { openCouncil, type Council } from './testing/council.ts'
import { beginUnder } from './testing/moves.ts'

let council: Council
let consultationId: string
/** Irina has asked for it, and Viktor has passed it on. */
beforeEach(async () => {
	council = await openCouncil()
	await chooseRegulation(council.registry, 'town', 'dinskoy', 'tomsk-city')
	await beginUnder(council, dinskoy)
	consultationId = await council.sayAll([irina, { type: 'ask-consultation', about: 'Мониторинг', mode: 'remote' }])
	await council.sayAll([
		viktor,
		{ type: 'answer-consultation', consultationId, answer: { kind: 'pass', ground: 'Другой предмет' } }
	])
})
afterEach(() => council.database.close())

const refer = (mentorId: string): Statement => ({
	type: 'refer-consultation',
	consultationId,
	to: { kind: 'mentor', mentorId },
	on: null,
	words: 'Позвоните'
})

it('[D18] a consultation is referred to somebody of the municipality’s bank of mentors', async () => {
	for (const personId of ['arkady', 'roman', 'nobody']) {
		const result = await council.say(elena, refer(personId))
		expect(result).toMatchObject({ refusal: { reason: 'not-a-mentor', personId } })
	}
	expect(await council.say(elena, refer('oleg'))).toMatchObject({ outcome: 'entered' })
	const [consultation] = (await council.ledger()).consultations
	expect(consultation).toMatchObject({ referral: { to: { mentorId: 'oleg' }, words: 'Позвоните' } })
})

it('[D18] two who refer one at once are heard one after the other; sent twice, it is heard once', async () => {
	const galina = { personId: 'galina', role: 'curator' as const }
	const result = await Promise.all([elena, elena, galina].map((by) => council.say(by, refer('oleg'))))
	expect(result).toMatchObject([
		{ outcome: 'entered' },
		{ outcome: 'entered' },
		{ outcome: 'refused', refusal: { reason: 'consultation-settled' } }
	])
	const entered = council.entered.filter(({ entry }) => entry.statement.type === 'refer-consultation')
	expect(entered).toHaveLength(1)
})
