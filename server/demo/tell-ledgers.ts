import { missingParts, presentParts } from '#domain/plan/edition.ts'
import { readStages } from '#domain/plan/stage.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { dateIn } from '#domain/calendar.ts'
import { createLedgers } from '../programs/ledger/ledgers.ts'
import { editionHash, readStoredPlan } from '../programs/ledger/read-plan.ts'
import type { Registry } from '../database/database.ts'
import type { DocumentStorage } from '../documents/storage/storage.ts'
import { demoCommands } from './ledgers.ts'
import { demoMunicipality, demoPrograms, type DemoProgram } from './municipality.ts'

/** The demonstration's programmes that have no ledger get one, heard by the real ledgers at the times it tells of. */
export async function tellLedgers(registry: Registry, storage: DocumentStorage, now: Date): Promise<void> {
	const today = dateIn(demoMunicipality.timeZone, now)
	let heardAt = now
	const ledgers = createLedgers({
		registry,
		storage,
		readPlan: (programId) => readStoredPlan(storage, programId),
		// The server is still starting: nobody has anything open.
		onEntered() {},
		now: () => heardAt
	})
	for (const program of await listUntold(registry, demoPrograms(today))) {
		const plan = await readStoredPlan(storage, program.id)
		if (plan === null) continue
		const isWhole = missingParts(tomskCity, presentParts(plan)).length === 0
		const told = { hash: isWhole ? editionHash(plan) : null, stages: readStages(plan) }
		for (const { personId, at, command } of demoCommands(program, told, today)) {
			heardAt = new Date(at)
			const heard = await ledgers.hear(personId, command)
			if (heard.outcome === 'refused') throw new Error(`${command.id}: ${JSON.stringify(heard.refusal)}`)
		}
		plan.destroy()
	}
}

/** As they stand in the registry, which may be some days older; none that visitors have deleted or sent somebody away from. */
async function listUntold({ query }: Registry, programs: readonly DemoProgram[]): Promise<DemoProgram[]> {
	const rows = await query
		.selectFrom('programs')
		.select(['id', 'starts_on'])
		.where('deleted_at', 'is', null)
		.where('id', 'not in', query.selectFrom('memberships').select('program_id').where('ended_at', 'is not', null))
		.execute()
	const told = await query.selectFrom('ledgers').select(['program_id', 'phase']).execute()
	const isTold = (id: string) => told.some(({ program_id, phase }) => program_id === id && phase === 'active')
	return programs.flatMap((program) => {
		const row = rows.find(({ id }) => id === program.id)
		return row === undefined || isTold(program.id) ? [] : { ...program, startsOn: row.starts_on }
	})
}
