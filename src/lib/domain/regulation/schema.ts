/**
 * A regulation pack: what one regulation demands, as data. Regulations disagree on terms, dates and rights, so no code
 * knows a municipality; a curator may copy a pack and change it, and the copy is read with this same schema.
 *
 * Every value says where it stands: `rule` is the ID in the field notes (domain.md, «T29», «L1»; null: what a municipality
 * added to its copy), `clause` the place in the regulation itself, as a paper would cite it. Wordings are the regulation's.
 */
import { z } from 'zod'
import {
	consentKinds,
	type consultationModes,
	contestLevels,
	groupBounds,
	mentoringForms,
	officeHolders,
	organisationKinds,
	programParts,
	relations,
	signatories,
	standings
} from './choices.ts'

export * from './choices.ts'

const source = z.strictObject({
	rule: z
		.string()
		.regex(/^[TSRDVL]\d{1,2}$/)
		.nullable(),
	clause: z.string().trim().min(1).max(200)
})

const wording = z.string().trim().min(1).max(1_000)
const id = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/)
const months = z.int().min(1).max(60)
/** ISO calendar date. */
const date = z.iso.date()
/** «06-10», of every year. That its month has such a day, `parseToSave` demands. */
export const yearDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

function cited<Value extends z.ZodType>(value: Value) {
	return z.strictObject({ value, source })
}

/** `source` null: the regulation is silent, and what the product does everywhere holds (`roles.ts`). */
function held<Value extends z.ZodType>(value: Value) {
	return z.strictObject({ value, source: source.nullable() })
}

/** When something is due. A day is the last one on which it is in time. */
const schedule = z.discriminatedUnion('type', [
	z.strictObject({ type: z.literal('yearly'), days: z.array(yearDay).min(1).max(12) }),
	/** At any time of these months, 1 to 12; due on their last day. */
	z.strictObject({ type: z.literal('yearly-months'), months: z.array(z.int().min(1).max(12)).min(1).max(12) }),
	z.strictObject({ type: z.literal('once'), on: date }),
	z.strictObject({ type: z.literal('each-stage') }),
	/** At least once in so many months. */
	z.strictObject({ type: z.literal('every'), months }),
	/** The regulation names no day; the curator sets one. */
	z.strictObject({ type: z.literal('undated') })
])

/** What a mentor's entry in the bank is asked for. */
const conditionCheck = z.discriminatedUnion('type', [
	/** `inMunicipality`: only years in its own organisations count. */
	z.strictObject({ type: z.literal('years-as-head'), atLeast: z.int().min(1).max(50), inMunicipality: z.boolean() }),
	/** `contest`: among the results there must be a place in a contest of one of these levels; null: any result does. */
	z.strictObject({
		type: z.literal('confirmed-results'),
		contest: z.strictObject({ levels: z.array(z.enum(contestLevels)).min(1), asHead: z.boolean() }).nullable()
	}),
	/** The heads' effectiveness assessment, per cent. */
	z.strictObject({ type: z.literal('assessment'), atLeast: z.int().min(0).max(100) }),
	z.strictObject({ type: z.literal('mentoring-course') }),
	/** Works in an organisation of such a standing, or of such a kind. */
	z.strictObject({
		type: z.literal('organisation'),
		oneOf: z.array(z.enum(standings)).min(1),
		orKinds: z.array(z.enum(organisationKinds))
	})
])

/** What is required of a mentee of a category beyond the curator's word; null: nothing. */
const categoryCheck = z.discriminatedUnion('type', [
	z.strictObject({ type: z.literal('assessment'), atMost: z.int().min(0).max(100) }),
	z.strictObject({ type: z.literal('organisation'), oneOf: z.array(z.enum(standings)).min(1) })
])

export const regulationSchema = z.strictObject({
	id,
	/** Of which pack this is a copy; null: it ships with the product. */
	copyOf: id.nullable(),
	title: wording,
	order: z.strictObject({ number: wording, date, issuer: wording, title: wording }),
	/** `until` null: without an end. */
	inForce: cited(z.strictObject({ from: date, until: date.nullable() })),
	/** Whom a mentee is: one person, or the management team of an organisation (domain.md D3). */
	mentee: cited(z.enum(['person', 'team'])),
	/**
	 * What the regulation calls a role, where it differs by kind of organisation; no kinds: everywhere else. `of`: it is the
	 * organisation's own, who speaks there beside the municipality's; absent: the municipality's alone.
	 */
	roles: z.array(
		z.strictObject({
			role: z.enum(signatories),
			kinds: z.array(z.enum(organisationKinds)),
			of: z.literal('organisation').optional(),
			title: wording,
			source
		})
	),
	/**
	 * The body the regulation founds, and the offices in it besides the roles that programmes know (domain.md D2); null: it founds
	 * none. `wording`: what its composition is called. An office opens no programme to anybody. Absent in copies from before it was known.
	 */
	composition: z
		.strictObject({
			wording,
			offices: z
				.array(
					z.strictObject({
						id,
						wording,
						holders: z.enum(officeHolders),
						/** Of one for each organisation: organisations of these standings must have a holder; absent: none must. */
						standings: z.array(z.enum(standings)).min(1).optional(),
						source
					})
				)
				.min(1),
			source
		})
		.nullable()
		.default(null),
	/** The unit responsible for a kind of organisation or for a relation; empty: one for all. */
	supervision: z.array(
		z.strictObject({
			kinds: z.array(z.enum(organisationKinds)),
			relations: z.array(z.enum(relations)),
			unit: wording,
			source
		})
	),
	/** Null: the regulation sets none, and the curator chooses. */
	programTerm: cited(z.strictObject({ minMonths: months, maxMonths: months })).nullable(),
	mentorTermMonths: cited(months).nullable(),
	relations: held(z.array(z.enum(relations)).min(1)),
	forms: held(z.array(z.enum(mentoringForms)).min(1)),
	/** Mentees of a group; `max` null: no ceiling. How large one may be asked for, `parseToSave` bounds. */
	groupSize: held(
		z.strictObject({ min: z.int().min(groupBounds.least), max: z.int().min(groupBounds.least).nullable() })
	),
	/** All of them must hold. */
	mentorConditions: z.array(z.strictObject({ id, wording, check: conditionCheck, source })),
	categories: z.array(z.strictObject({ id, wording, check: categoryCheck.nullable(), roadmapId: id, source })).min(1),
	/** Needed before the order. `ofMinors`: who signs for a participant under 18; null: the regulation knows none. */
	consents: z.array(
		z.strictObject({
			kind: z.enum(consentKinds),
			by: z.enum(['mentor', 'mentee']),
			ofMinors: z.literal('representative').nullable(),
			source
		})
	),
	/** That every pair and group must have an approved programme; null: it is not said. */
	programRequired: source.nullable(),
	/**
	 * Without which no edition is put forward; null: it is not said, as in copies from before there was this. Forms and participants
	 * a programme has by its order.
	 */
	programContent: cited(z.array(z.enum(programParts)).min(1))
		.nullable()
		.default(null),
	/** Before whom the programme is presented in public before it is recommended; null: before nobody. */
	presentation: cited(z.strictObject({ wording, panel: z.array(wording).min(1) })).nullable(),
	/**
	 * Whom a mentee who asks for a consultation is answered by first (domain.md D18); null: the regulation knows no such request. What was
	 * kept before this was here says nothing of it.
	 */
	consultations: z
		.strictObject({ firstTo: z.literal('mentor'), source })
		.nullable()
		.default(null),
	/** The order of pairs, a change of term, a change of content, and an edition: who signs, in this order. */
	decisions: z.strictObject({
		order: held(z.array(z.enum(signatories)).min(1)),
		extend: held(z.array(z.enum(signatories)).min(1)),
		change: held(z.array(z.enum(signatories)).min(1)),
		release: held(z.array(z.enum(signatories)).min(1)),
		replace: held(z.array(z.enum(signatories)).min(1)),
		edition: held(z.array(z.enum(signatories)).min(1)),
		closure: held(z.array(z.enum(signatories)).min(1))
	}),
	completion: z
		.array(
			z.strictObject({
				id,
				wording,
				by: z.array(z.enum(signatories)).min(1),
				/** `plan`: every activity is done; `ground`: a reason in words; `notice`: three working days ahead (domain.md L1). */
				needs: z.enum(['plan', 'ground', 'notice']),
				source: source.nullable()
			})
		)
		.min(1),
	reports: z.array(
		z.strictObject({
			id,
			wording,
			by: z.enum(signatories),
			schedule,
			/** Of mentees, in whose programmes it is due; absent: in all. */
			categories: z.array(id).min(1).optional(),
			source
		})
	),
	/** The curator's own calendar: monitoring, updating of lists, analytic reports. */
	monitoring: z.array(z.strictObject({ id, wording, result: wording.nullable(), schedule, source })),
	/** Stages of a programme as the regulation names them, beside those of a roadmap; empty: none. */
	process: z.array(z.strictObject({ wording, source })),
	incentive: z
		.strictObject({
			/** In salaries, for so many mentees or more; ascending. */
			tiers: cited(
				z.array(z.strictObject({ mentees: z.int().min(1), salaries: z.number().positive().max(50) })).min(1)
			),
			/** On which it may be cancelled. */
			grounds: z.array(z.strictObject({ id: z.enum(['plan', 'reports', 'events', 'materials']), wording, source }))
		})
		.nullable(),
	/** Where the regulation contradicts itself, in words; what can be computed is in `conflicts.ts`. */
	remarks: z.array(z.strictObject({ wording, source }))
})

export type Regulation = z.infer<typeof regulationSchema>
export type Source = z.infer<typeof source>
export type Schedule = z.infer<typeof schedule>
export type Signatory = (typeof signatories)[number]
export type ProgramPart = (typeof programParts)[number]
export type Decision = keyof Regulation['decisions']
export type Standing = (typeof standings)[number]
export type ContestLevel = (typeof contestLevels)[number]
export type ConsentKind = (typeof consentKinds)[number]
export type ConsultationMode = (typeof consultationModes)[number]
export type MentoringForm = (typeof mentoringForms)[number]
export type Relation = (typeof relations)[number]
export type OrganisationKind = (typeof organisationKinds)[number]
export type MentorCondition = Regulation['mentorConditions'][number]
export type MenteeCategory = Regulation['categories'][number]
export type Office = NonNullable<Regulation['composition']>['offices'][number]
export type OfficeHolders = (typeof officeHolders)[number]
export type CompletionReason = Regulation['completion'][number]
