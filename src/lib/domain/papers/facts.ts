/** The facts from which papers are filled: the ledger of a programme, and its people. */
import type { IsoDate } from '../calendar.ts'
import type { Entry, Ledger } from '../ledger/ledger.ts'
import type { NeededRequisite } from '../ledger/refusal.ts'
import type { ConsentKind, OrganisationKind, Regulation } from '../regulation/schema.ts'
import type { OwnForms, PersonName } from './decline-name.ts'
import type { TemplateKind } from './kinds.ts'

export interface PaperPerson extends PersonName {
	id: string
	/** «Директор»; empty: not known. */
	post: string
	/** Where they work; empty: not known. */
	organisation: string
}

/** What a municipality writes on its papers; empty: not known. */
export interface Requisites {
	/** Full name of the education authority: for the corner block, as operator of personal data, as employer of heads. */
	authority: string
	address: string
	/** The web site where it publishes. */
	site: string
	/** Where papers are drawn up: «г. Томск». */
	place: string
	/** «Начальник департамента образования» */
	headPost: string
	/**
	 * The participants and the authority have agreed that a tap is a simple electronic signature. Absent in data older than this
	 * field: they have not, and a consent is signed on paper (domain.md L1).
	 */
	hasSignatureAgreement?: boolean
	/** The authority states that the databases are in Russia (domain.md L4). Absent: nobody has stated it, and no paper says so. */
	isDataInRussia?: boolean
}

/** What every consent and order needs, and is not entered. Null: nothing is entered. */
export function missingRequisites(requisites: Requisites | null): NeededRequisite[] {
	return neededRequisites.filter((field) => (requisites?.[field] ?? '').trim() === '')
}

/** Only the consent to publication needs it. */
export function missingSite(requisites: Pick<Requisites, 'site'> | null): NeededRequisite[] {
	return (requisites?.site ?? '').trim() === '' ? ['site'] : []
}

export const noRequisites: Requisites = { authority: '', address: '', site: '', place: '', headPost: '' }

/** What was typed at the founding; null: it is left for later. Without the authority's name the rest is of no use. */
export function enteredRequisites(typed: Requisites): Requisites | 'authority-missing' | null {
	if (typed.authority.trim() !== '') return typed
	const { address, site, place, headPost } = typed
	return [address, site, place, headPost].some((text) => text.trim() !== '') ? 'authority-missing' : null
}

const neededRequisites: readonly NeededRequisite[] = ['authority', 'address', 'place', 'headPost']

/** A consent as it was signed. */
export interface SignedConsent {
	/** The id of its entry. */
	id: string
	personId: string
	kind: ConsentKind
	/** The giver's name on that day. */
	name: string
	/** The exact sheet. */
	text: string
	representative: string | null
	/** ISO instant. */
	at: string
	/** Why it ended: it was withdrawn at an instant, or its proposal was refused or replaced; null: it holds. */
	ended: { by: 'withdrawal'; at: string } | { by: 'proposal' } | null
}

/** Data of papers that are not in the ledger. */
export interface PaperSetting {
	requisites: Requisites
	/** Kinds of the mentees' organisations: the regulation may title a role differently in some (domain.md R8). */
	organisationKinds: readonly OrganisationKind[]
	/** Everybody whom the ledger names, the curator and the head. */
	people: readonly PaperPerson[]
	/** Null: nobody has the role. */
	curatorId: string | null
	headId: string | null
	/** The municipality's own declined forms of these phrases. */
	ownForms: readonly OwnForms[]
	/** The municipality's own templates; every other kind uses the shipped one. */
	templates: Readonly<Partial<Record<TemplateKind, string>>>
}

/** All facts for papers, with today's setting. */
export interface PaperFacts extends PaperSetting {
	/** By the id of the entry that made a paper final: the setting of that moment, which the paper keeps. */
	settings: Readonly<Partial<Record<string, PaperSetting>>>
	/** In the municipality's time zone. */
	today: IsoDate
	/** IANA name; papers show instants in this zone. */
	timeZone: string
	/** Origin of the app, for a paper's QR code. */
	origin: string
	regulation: Regulation
	/** The current ledger. */
	ledger: Ledger
	/** The entries from which the ledger was replayed, without consents; empty if the programme is invented. */
	entries: readonly Entry[]
	/** The reader's consents, or everybody's for staff; oldest first. */
	consents: readonly SignedConsent[]
	/** Representatives of people under 18 that the bank knows, by person. */
	representatives: Readonly<Record<string, string>>
	/** The reader: only their papers are offered. */
	reader: { personId: string; isStaff: boolean }
}

export function findPerson({ people }: PaperFacts, id: string | null): PaperPerson | null {
	return people.find((person) => person.id === id) ?? null
}

/** The person's consent of the kind that holds. */
export function currentConsent(
	{ consents }: PaperFacts,
	kind: ConsentKind,
	personId: string
): SignedConsent | undefined {
	return consents.findLast((one) => one.personId === personId && one.kind === kind && one.ended === null)
}

/** All consents, each with its text and how it ended. */
export function signedConsents(entries: readonly Entry[], ledger: Ledger): SignedConsent[] {
	return entries.flatMap(({ id, at, by, sequence, statement }) => {
		if (statement.type !== 'consent') return []
		const { kind, text, representative } = statement
		const ending = entries.find((later) => later.sequence > sequence && endsConsent(later, by.personId, kind))
		const isValid = ledger.consents.some((one) => one.id === id)
		const ended = isValid ? null : endedBy(kind, ending)
		return [{ id, personId: by.personId, name: by.name, kind, text, representative, at, ended }]
	})
}

/** A person who never took part does not learn what ended their consent to the duties. */
function endedBy(kind: ConsentKind, ending: Entry | undefined): SignedConsent['ended'] {
	if (ending?.statement.type === 'withdraw-consent') return { by: 'withdrawal', at: ending.at }
	return kind === 'duties' ? { by: 'proposal' } : null
}

/** A consent to the duties holds for the people of one proposal, or of the group that the person joins. */
function endsConsent({ by, statement }: Entry, personId: string, kind: ConsentKind): boolean {
	if (statement.type === 'withdraw-consent') return by.personId === personId && statement.kind === kind
	if (kind !== 'duties') return false
	if (statement.type === 'raise' && statement.matter.type === 'join') return statement.matter.menteeId === personId
	return statement.type === 'propose' || statement.type === 'refuse-proposal'
}
