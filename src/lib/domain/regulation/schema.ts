/**
 * A regulation pack: what one regulation demands, as data. Regulations disagree on terms, dates and rights, so no code knows a
 * municipality. A curator may copy a pack and change it; the copy is read with this same schema.
 *
 * Every value names its source: `rule` is the id in the field notes (domain.md, «T29», «L1»; null: a municipality added the value
 * to its copy), `clause` the place in the regulation, as a paper would cite it. Wordings are the regulation's.
 */
import { z } from 'zod'
import { scales } from '../plan/visit.ts'
import {
	consentKinds,
	type consultationModes,
	contestLevels,
	groupBounds,
	mentoringForms,
	officeHolders,
	organisationKinds,
	programSections,
	relations,
	signatories,
	organisationStatuses
} from './choices.ts'

const source = z.strictObject({
	rule: z
		.string()
		.regex(/^[TSRDVL]\d{1,2}$/)
		.nullable(),
	clause: z.string().trim().min(1).max(200)
})

const wording = z.string().trim().min(1).max(1_000)
const id = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/)
/** Older copies give a team the plan of the whole centre as its programme. */
const roadmapId = id.transform((given) => (given === 'dinskoy-centre' ? 'dinskoy-transition' : given))
const months = z.int().min(1).max(60)
/** ISO calendar date. */
const date = z.iso.date()
/** «06-10», in every year. `parseToSave` checks that the month has such a day. */
export const yearDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

function cited<Value extends z.ZodType>(value: Value) {
	return z.strictObject({ value, source })
}

/** `source` null: the regulation says nothing, and the product's default value applies (`roles.ts`). */
function citedOrDefault<Value extends z.ZodType>(value: Value) {
	return z.strictObject({ value, source: source.nullable() })
}

/** Who signs a decision, in this order. `byDefault`: those whom the regulation does not name, and whom the product adds. */
const signing = citedOrDefault(z.array(z.enum(signatories)).min(1)).extend({
	byDefault: z.array(z.enum(signatories)).optional()
})

/** When something is due. A day is the last day in time. */
const schedule = z.discriminatedUnion('type', [
	z.strictObject({ type: z.literal('yearly'), days: z.array(yearDay).min(1).max(12) }),
	/** At any time in these months, 1 to 12; due on their last day. */
	z.strictObject({ type: z.literal('yearly-months'), months: z.array(z.int().min(1).max(12)).min(1).max(12) }),
	z.strictObject({ type: z.literal('once'), on: date }),
	z.strictObject({ type: z.literal('each-stage') }),
	/** At least once in this number of months. */
	z.strictObject({ type: z.literal('every'), months }),
	/** The regulation names no day; the curator sets one. */
	z.strictObject({ type: z.literal('undated') })
])

/** A condition on a mentor's entry in the bank. */
const conditionCheck = z.discriminatedUnion('type', [
	/** `inMunicipality`: only years in the municipality's own organisations count. */
	z.strictObject({ type: z.literal('years-as-head'), atLeast: z.int().min(1).max(50), inMunicipality: z.boolean() }),
	/** `contest`: the results must include a place in a contest of one of these levels; null: any result counts. */
	z.strictObject({
		type: z.literal('confirmed-results'),
		contest: z.strictObject({ levels: z.array(z.enum(contestLevels)).min(1), asHead: z.boolean() }).nullable()
	}),
	/** An achievement with a proof. Unlike `confirmed-results`, a contest is none. */
	z.strictObject({ type: z.literal('achievements') }),
	/** The heads' effectiveness assessment, per cent. */
	z.strictObject({ type: z.literal('assessment'), atLeast: z.int().min(0).max(100) }),
	z.strictObject({ type: z.literal('mentoring-course') }),
	/** The mentor works in an organisation of such a status or kind. */
	z.strictObject({
		type: z.literal('organisation'),
		oneOf: z.array(z.enum(organisationStatuses)).min(1),
		orKinds: z.array(z.enum(organisationKinds))
	})
])

/** What a category requires of a mentee besides the curator's judgement; null: nothing. */
const categoryCheck = z.discriminatedUnion('type', [
	z.strictObject({ type: z.literal('assessment'), atMost: z.int().min(0).max(100) }),
	z.strictObject({ type: z.literal('organisation'), oneOf: z.array(z.enum(organisationStatuses)).min(1) })
])

export const regulationSchema = z.strictObject({
	id,
	/** The pack of which this is a copy; null: it ships with the product. */
	copyOf: id.nullable(),
	title: wording,
	order: z.strictObject({ number: wording, date, issuer: wording, title: wording }),
	/** `until` null: it has no end. */
	inForce: cited(z.strictObject({ from: date, until: date.nullable() })),
	/** What a mentee is: one person, or the management team of an organisation (domain.md D3). */
	mentee: cited(z.enum(['person', 'team'])),
	/**
	 * The regulation's title of a role, by kind of organisation; no kinds: everywhere else. `of`: the organisation has its own
	 * holder, who acts there besides the municipality's; absent: only the municipality's acts.
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
	 * The body that the regulation founds, and its offices besides the roles of programmes (domain.md D2); null: it founds none.
	 * `wording`: the name of its composition. An office gives no access to programmes. Absent in copies older than this field.
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
						/** Only for one holder per organisation: organisations of these statuses must have a holder; absent: none must. */
						standings: z.array(z.enum(organisationStatuses)).min(1).optional(),
						source
					})
				)
				.min(1),
			source
		})
		.nullable()
		.default(null),
	/** The unit that answers for a kind of organisation or a relation; empty: one unit for all. */
	supervision: z.array(
		z.strictObject({
			kinds: z.array(z.enum(organisationKinds)),
			relations: z.array(z.enum(relations)),
			unit: wording,
			source
		})
	),
	/** Null: the regulation sets no term, and the curator chooses. */
	programTerm: cited(z.strictObject({ minMonths: months, maxMonths: months })).nullable(),
	mentorTermMonths: cited(months).nullable(),
	/** `others`: the regulation's list is open («и другие»), so every other relation may be chosen, too (domain.md S15). */
	relations: citedOrDefault(z.array(z.enum(relations)).min(1)).extend({ others: z.literal('allowed').optional() }),
	forms: citedOrDefault(z.array(z.enum(mentoringForms)).min(1)),
	/** Number of mentees of a group; `max` null: no upper limit. `parseToSave` limits the sizes that a copy may ask for. */
	groupSize: citedOrDefault(
		z.strictObject({ min: z.int().min(groupBounds.least), max: z.int().min(groupBounds.least).nullable() })
	),
	/** A mentor must meet all of them. */
	mentorConditions: z.array(z.strictObject({ id, wording, check: conditionCheck, source })),
	categories: z.array(z.strictObject({ id, wording, check: categoryCheck.nullable(), roadmapId, source })).min(1),
	/**
	 * Consents that are needed before the order. `ofMinors`: who signs for a participant under 18; null: the regulation does not say.
	 * `source` null: the regulation does not ask for it, the product does.
	 */
	consents: z.array(
		z.strictObject({
			kind: z.enum(consentKinds),
			by: z.enum(['mentor', 'mentee']),
			ofMinors: z.literal('representative').nullable(),
			source: source.nullable()
		})
	),
	/** The source if every pair and group must have a programme of its own; null: the regulation does not say. */
	programRequired: source.nullable(),
	/**
	 * Parts that an edition must have; null: the regulation does not say, or the copy is older than this field. Participants come from
	 * the programme's order.
	 */
	programContent: cited(z.array(z.enum(programSections)).min(1))
		.nullable()
		.default(null),
	/** The panel to which the programme is presented in public before it is recommended; null: there is no presentation. */
	presentation: cited(z.strictObject({ wording, panel: z.array(wording).min(1) })).nullable(),
	/**
	 * Who answers a mentee's request for a consultation first (domain.md D18); null: the regulation knows no such request. Absent in
	 * data older than this field.
	 */
	consultations: z
		.strictObject({ firstTo: z.literal('mentor'), source })
		.nullable()
		.default(null),
	decisions: z.strictObject({
		order: signing,
		extend: signing,
		change: signing,
		release: signing,
		replace: signing,
		edition: signing,
		closure: signing
	}),
	completion: z
		.array(
			z.strictObject({
				id,
				wording,
				by: z.array(z.enum(signatories)).min(1),
				/**
				 * `plan`: every activity is done. `ground`: a reason in words. `notice`: three working days ahead (domain.md L1).
				 * `statement`: a participant's own, at once; with notice for whoever has an employment contract.
				 */
				needs: z.enum(['plan', 'ground', 'notice', 'statement']),
				source: source.nullable()
			})
		)
		.min(1),
	reports: z.array(
		z.strictObject({
			id,
			wording,
			by: z.enum(signatories),
			/** The curator signs it in a mentor's place: no teacher is asked for a report (domain.md L2). Absent: who owes it signs it. */
			signedBy: z.literal('curator').optional(),
			schedule,
			/** Categories of mentees in whose programmes it is due; absent: in all programmes. */
			categories: z.array(id).min(1).optional(),
			source
		})
	),
	/** The curator's own calendar: monitoring, updates of lists, analytic reports. */
	monitoring: z.array(z.strictObject({ id, wording, result: wording.nullable(), schedule, source })),
	/** The regulation's own stages of a programme, besides those of a roadmap; empty: it names none. */
	process: z.array(z.strictObject({ wording, source })),
	incentive: z
		.strictObject({
			/** Salaries for this number of mentees or more, ascending. */
			tiers: cited(
				z.array(z.strictObject({ mentees: z.int().min(1), salaries: z.number().positive().max(50) })).min(1)
			),
			/** Grounds on which it may be cancelled. */
			grounds: z.array(z.strictObject({ id: z.enum(['plan', 'reports', 'events', 'materials']), wording, source }))
		})
		.nullable(),
	/**
	 * Observation checklists for visits (domain.md D15). `source` null: it ships with the product. Absent in copies older than this
	 * field.
	 */
	checklists: z
		.array(
			z.strictObject({
				id,
				wording,
				questions: z
					.array(z.strictObject({ id, wording, scale: z.enum(scales) }))
					.min(1)
					.max(40),
				source: source.nullable()
			})
		)
		.default([]),
	/** Contradictions inside the regulation, in words; `conflicts.ts` computes the others. */
	remarks: z.array(z.strictObject({ wording, source }))
})

export type Regulation = z.infer<typeof regulationSchema>
export type Source = z.infer<typeof source>
export type Schedule = z.infer<typeof schedule>
export type Signatory = (typeof signatories)[number]
export type ProgramSection = (typeof programSections)[number]
export type RegulatedDecision = keyof Regulation['decisions']
export type OrganisationStatus = (typeof organisationStatuses)[number]
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
