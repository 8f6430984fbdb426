import { dateIn } from '#domain/calendar.ts'
import { findMunicipality } from '../people/municipalities.ts'
import type { BankScope } from '../people/bank-list.ts'
import { readCurrentRegulation } from '../people/regulations.ts'
import type { ApiParts } from './serve/api-parts.ts'
import { municipalityToOversee } from './serve/own-municipality.ts'

/** The banks that curator and head keep, judged by their regulation as it is today; null for everybody else. */
export async function findBankScope({ registry, now }: ApiParts, personId: string): Promise<BankScope | null> {
	const municipalityId = await municipalityToOversee(registry, personId)
	const municipality = municipalityId === null ? null : await findMunicipality(registry, municipalityId)
	if (municipality === null) return null
	return {
		registry,
		municipalityId: municipality.id,
		regulation: await readCurrentRegulation(registry, municipality.id),
		today: dateIn(municipality.timeZone, now())
	}
}
