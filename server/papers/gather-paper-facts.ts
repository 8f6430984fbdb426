/** What the papers of a programme are filled from, cut to what the reader may see. */
import { consentSigner } from '#domain/bank/consent-signer.ts'
import type { MinorFields } from '#domain/bank/minor-fields.ts'
import { playTold, type BareFacts } from '#domain/ledger/joining.ts'
import { currentMembers, menteesToKnow, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { reachDay } from '#domain/ledger/play-matter.ts'
import type { PaperFacts } from '#domain/papers/facts.ts'
import { signedConsents } from '#domain/papers/signed-consents.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { readMentees, readMentors } from '../registry/bank.ts'
import type { Registry } from '../registry/database.ts'
import { gatherSetting } from './gather-setting.ts'
import { readKeptSettings } from './kept-settings.ts'

export async function gatherPaperFacts(
	registry: Registry,
	reader: PaperFacts['reader'],
	given: {
		municipalityId: string
		programId: string
		/** Those the reader may read, oldest first. */
		entries: readonly Entry[]
		/** Of a group the reader is to join. */
		bare: BareFacts | null
		regulation: Regulation
		today: string
		timeZone: string
	}
): Promise<Omit<PaperFacts, 'origin'>> {
	const { municipalityId, programId, entries, bare, regulation, today, timeZone } = given
	const played = reachDay(playTold(programId, entries, bare), today)
	const isTheirs = ({ personId }: { personId: string }) => reader.isStaff || personId === reader.personId
	const ledger: Ledger = { ...played, consents: played.consents.filter(isTheirs) }
	const consents = signedConsents(entries, played).filter(isTheirs)
	const signedBy = consents.map(({ personId }) => personId)
	const menteeIds = menteesToKnow(ledger).filter((personId) => isTheirs({ personId }))
	const mentorIds = [
		...currentMembers(ledger, 'mentor').map(({ personId }) => personId),
		...(ledger.proposal?.mentorIds ?? [])
	].filter((personId) => isTheirs({ personId }))
	return {
		...(await gatherSetting(registry, municipalityId, { ledger, regulation, besides: signedBy })),
		settings: await readKeptSettings(registry, programId, entries),
		today,
		timeZone,
		regulation,
		ledger,
		entries: entries.filter(({ statement }) => !/^(withdraw-)?consent$/.test(statement.type)),
		consents,
		representatives: await readRepresentatives(registry, municipalityId, { mentorIds, menteeIds }, regulation, today),
		reader
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
