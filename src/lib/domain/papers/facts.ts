/** What papers are filled from: the ledger of a programme, and who its people are. */
import type { IsoDate } from '../calendar.ts'
import type { Entry, Ledger } from '../ledger/ledger.ts'
import type { ConsentKind, OrganisationKind, Regulation } from '../regulation/schema.ts'
import type { OwnForms, PersonName } from './decline-name.ts'
import type { TemplateKind } from './kinds.ts'

export interface PaperPerson extends PersonName {
	id: string
	/** «Директор»; empty: nobody has said. */
	post: string
	/** Where they work; empty: nobody has said. */
	organisation: string
}

/** What a municipality writes on its papers; empty: nobody has said. */
export interface Requisites {
	/** Full name of the authority in education: its corner block, the operator of personal data, the employer of heads. */
	authority: string
	address: string
	/** Its web site, where it publishes. */
	site: string
	/** Where papers are drawn up: «г. Томск». */
	place: string
	/** «Начальник департамента образования» */
	headPost: string
}

/** A consent as it was signed. */
export interface SignedConsent {
	/** Of its entry. */
	id: string
	personId: string
	kind: ConsentKind
	/** Of whoever gave it, as they were called then. */
	name: string
	/** The sheet, to the letter. */
	text: string
	representative: string | null
	/** ISO instant. */
	at: string
	/** Why it holds no more: taken back at an instant, or of a proposal that came to nothing or another followed; null: it holds. */
	ended: { by: 'withdrawal'; at: string } | { by: 'proposal' } | null
}

/** What stands on papers and is not in the ledger. */
export interface PaperSetting {
	requisites: Requisites
	/** Of the mentees' organisations: the regulation may call a role otherwise in some (domain.md R8). */
	organisationKinds: readonly OrganisationKind[]
	/** Everybody the ledger names, the curator and the head. */
	people: readonly PaperPerson[]
	/** Null: nobody has the role. */
	curatorId: string | null
	headId: string | null
	/** Of what stands here, where the municipality declines it otherwise than the rules. */
	ownForms: readonly OwnForms[]
	/** Worded by the municipality; of every other kind the shipped one holds. */
	templates: Readonly<Partial<Record<TemplateKind, string>>>
}

/** With the setting of today. */
export interface PaperFacts extends PaperSetting {
	/** By the entry that made a paper for good, what stood there then: the paper says it for ever. */
	settings: Readonly<Partial<Record<string, PaperSetting>>>
	/** Where the municipality is. */
	today: IsoDate
	/** IANA; instants on papers are told by its clock. */
	timeZone: string
	/** Of the app: what a paper's QR code opens. */
	origin: string
	regulation: Regulation
	/** As it is now. */
	ledger: Ledger
	/** What the ledger was played from, without consents; none where it is invented. */
	entries: readonly Entry[]
	/** Those of the reader; to staff, everybody's; oldest first. */
	consents: readonly SignedConsent[]
	/** Who signs for whom, by person, where the bank knows a representative of somebody under 18. */
	representatives: Readonly<Record<string, string>>
	/** Who reads: what is not for them is not offered. */
	reader: { personId: string; isStaff: boolean }
}

export function findPerson({ people }: PaperFacts, id: string | null): PaperPerson | null {
	return people.find((person) => person.id === id) ?? null
}

/** The one of the kind that holds. */
export function standingConsent(
	{ consents }: PaperFacts,
	kind: ConsentKind,
	personId: string
): SignedConsent | undefined {
	return consents.findLast((one) => one.personId === personId && one.kind === kind && one.ended === null)
}

/** Each with the text it was given to, and what has become of it. */
export function signedConsents(entries: readonly Entry[], ledger: Ledger): SignedConsent[] {
	return entries.flatMap(({ id, at, by, sequence, statement }) => {
		if (statement.type !== 'consent') return []
		const { kind, text, representative } = statement
		const ending = entries.find((later) => later.sequence > sequence && endsConsent(later, by.personId, kind))
		const isHeld = ledger.consents.some((one) => one.id === id)
		const ended = isHeld ? null : endedBy(kind, ending)
		return [{ id, personId: by.personId, name: by.name, kind, text, representative, at, ended }]
	})
}

/** Whoever never took part is not told what ended their duties. */
function endedBy(kind: ConsentKind, ending: Entry | undefined): SignedConsent['ended'] {
	if (ending?.statement.type === 'withdraw-consent') return { by: 'withdrawal', at: ending.at }
	return kind === 'duties' ? { by: 'proposal' } : null
}

/** A consent to the duties is one to work with the people of a proposal, or of the group one comes into anew. */
function endsConsent({ by, statement }: Entry, personId: string, kind: ConsentKind): boolean {
	if (statement.type === 'withdraw-consent') return by.personId === personId && statement.kind === kind
	if (kind !== 'duties') return false
	if (statement.type === 'raise' && statement.matter.type === 'join') return statement.matter.menteeId === personId
	return statement.type === 'propose' || statement.type === 'refuse-proposal'
}
