/** What the papers of a programme are filled from, cut to what the reader may see. */
import { consentSigner, type MinorFields } from '#domain/people/bank-entry.ts'
import { playTold, type BareFacts } from '#domain/ledger/appointments.ts'
import { currentMembers, menteesToKnow, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { reachDay } from '#domain/ledger/play-matter.ts'
import type { EntryReader } from '#domain/ledger/chronicle.ts'
import { type PaperFacts, signedConsents } from '#domain/papers/facts.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { readMentees, readMentors } from '../people/bank.ts'
import type { Registry } from '../database/database.ts'
import { gatherSetting } from './gather-setting.ts'
import { cutSetting, readKeptSettings } from './kept-settings.ts'

export async function gatherPaperFacts(
	registry: Registry,
	{ personId, isStaff, until }: EntryReader,
	given: {
		municipalityId: string
		programId: string
		/** Those the reader may read, oldest first. */
		entries: readonly Entry[]
		/** Of a group the reader is to join, or of what they never took part in. */
		bare: BareFacts | null
		regulation: Regulation
		today: string
		timeZone: string
	}
): Promise<Omit<PaperFacts, 'origin'>> {
	const { municipalityId, programId, entries, bare, regulation, today, timeZone } = given
	const played = reachDay(playTold(programId, entries, bare), today)
	const isTheirs = (of: { personId: string }) => isStaff || of.personId === personId
	const ledger: Ledger = { ...played, consents: played.consents.filter(isTheirs) }
	const consents = signedConsents(entries, played).filter(isTheirs)
	const signedBy = consents.map(({ personId }) => personId)
	const menteeIds = menteesToKnow(ledger).filter((id) => isTheirs({ personId: id }))
	const mentorIds = [
		...currentMembers(ledger, 'mentor').map(({ personId }) => personId),
		...(ledger.proposal?.mentorIds ?? [])
	].filter((id) => isTheirs({ personId: id }))
	const setting = await gatherSetting(registry, municipalityId, { ledger, regulation, besides: signedBy })
	const known = until === null ? null : new Set(setting.people.map(({ id }) => id))
	const kept = (await readKeptSettings(registry, programId, entries)).map(
		([id, then]) => [id, known === null ? then : cutSetting(then, known, regulation)] as const
	)
	return {
		...setting,
		settings: Object.fromEntries(kept),
		today,
		timeZone,
		regulation,
		ledger,
		entries: entries.filter(({ statement }) => !/^(withdraw-)?consent$/.test(statement.type)),
		consents,
		representatives: await readRepresentatives(registry, municipalityId, { mentorIds, menteeIds }, regulation, today),
		reader: { personId, isStaff }
	}
}

/** Of those who are under 18 today, where the regulation has minors (domain.md R11). */
async function readRepresentatives(
	registry: Registry,
	municipalityId: string,
	{ mentorIds, menteeIds }: { mentorIds: readonly string[]; menteeIds: readonly string[] },
	regulation: Regulation,
	today: string
): Promise<Record<string, string>> {
	const of = (by: 'mentor' | 'mentee', entries: ReadonlyMap<string, MinorFields | null>) =>
		[...entries].flatMap(([personId, entry]) => {
			const signer = consentSigner(regulation, { by, bornOn: entry?.bornOn ?? null }, today)
			return signer === 'representative' && entry?.representative != null ? [[personId, entry.representative.name]] : []
		})
	return Object.fromEntries([
		...of('mentor', await readMentors(registry, municipalityId, mentorIds)),
		...of('mentee', await readMentees(registry, municipalityId, menteeIds))
	])
}
