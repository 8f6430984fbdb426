/**
 * What a person may state about a programme in their own name, from the first request for a mentor to the closure.
 * Statements are never merged and never taken back, only answered by others (design.md §2, ledger). A device may queue
 * them without a network; whether one holds is judged when it reaches the server (`judge.ts`).
 *
 * What needs several signatures is a *matter*: somebody raises it, the signatories of the regulation sign one after the
 * other, and with the last signature it is in force. An order, an extension, an edition and a closure are all matters.
 */
import { z } from 'zod'
import { isPlausibleDay } from '../calendar.ts'
import { ORDER_NUMBER_LETTERS, TEXT_LETTERS, TITLE_LETTERS } from '../text.ts'
import { consentKinds, consultationModes, mentoringForms, relations, signatories } from '../regulation/schema.ts'

const id = z.string().regex(/^[\w-]{1,64}$/)
const text = z.string().trim().min(1).max(TEXT_LETTERS)
/** Of a consent; not trimmed: it is what was signed. */
const sheet = z.string().min(1).max(8_000)
const title = z.string().trim().min(1).max(TITLE_LETTERS)
const orderNumber = z.string().trim().min(1).max(ORDER_NUMBER_LETTERS)
const date = z.string().refine(isPlausibleDay)
/** SHA-256, hex. */
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const people = z.array(id).min(1).max(50)
/** One, or several in one programme (domain.md T13). */
const forms = z
	.array(z.enum(mentoringForms))
	.min(1)
	.refine((all) => new Set(all).size === all.length)

export const matter = z.discriminatedUnion('type', [
	/** On pairs and groups: makes the programme, or puts the newly proposed mentor into it (domain.md T16, T40). */
	z.strictObject({
		type: z.literal('order'),
		proposalId: id,
		startsOn: date,
		termMonths: z.int().min(1).max(60),
		/** Size and conditions of pay in words, for the additional agreement (domain.md L1). */
		pay: text
	}),
	z.strictObject({ type: z.literal('extend'), termMonths: z.int().min(1).max(60), ground: text }),
	/** Of the plan's content, or of the forms of mentoring (domain.md T44); null: they stay. */
	z.strictObject({
		type: z.literal('change'),
		what: text,
		forms: forms.nullable(),
		ground: text
	}),
	/** A mentor asks to lay down the duties (domain.md T35). */
	z.strictObject({ type: z.literal('release'), mentorId: id, ground: text }),
	/** A mentee asks for another mentor (domain.md T37). */
	z.strictObject({ type: z.literal('replace'), mentorId: id, ground: text }),
	/**
	 * A mentee's part in a group ends while the others go on (domain.md T42, T43). `forms`: in which the one who remains goes on, where
	 * only one does (T13); null: a group remains.
	 */
	z.strictObject({ type: z.literal('leave'), menteeId: id, forms: forms.nullable(), ground: text }),
	/** A further mentee comes into a group that goes on (domain.md T13, T40). */
	z.strictObject({ type: z.literal('join'), menteeId: id, mainRequest: text }),
	/** The plan as the server keeps it under this hash (design.md §2, editions). */
	z.strictObject({ type: z.literal('edition'), hash }),
	z.strictObject({
		type: z.literal('closure'),
		reasonId: z.string().max(60),
		/** Null where the reason asks for none. */
		ground: text.nullable(),
		/** Null where the reason asks for no notice: then the day it is in force. */
		lastDay: date.nullable(),
		conclusion: text
	})
])

export const statement = z.discriminatedUnion('type', [
	/** By a mentee, or by a curator in their name; begins a programme's ledger. */
	z.strictObject({
		type: z.literal('request'),
		menteeIds: people,
		regulationId: z.string().max(60),
		categoryId: z.string().max(60),
		mainRequest: text,
		difficulties: z.array(title).max(30),
		forms: z.array(z.enum(mentoringForms)).max(mentoringForms.length)
	}),
	/** A request that came to nothing: by its mentee, or by a curator; nothing more is stated then. */
	z.strictObject({ type: z.literal('withdraw-request'), ground: text }),
	z.strictObject({
		type: z.literal('propose'),
		/** The proposal the curator saw, and this one takes the place of; null: it is the first. */
		insteadOf: id.nullable(),
		mentorIds: people,
		title,
		relation: z.enum(relations),
		forms
	}),
	/** By a proposed mentor, or a mentee to whom one is proposed: then another is (domain.md T16, T37, S18). Nobody must say why. */
	z.strictObject({ type: z.literal('refuse-proposal'), proposalId: id, ground: text.nullable() }),
	/** By the head: a mentor who does not meet these conditions may be appointed all the same. */
	z.strictObject({
		type: z.literal('except'),
		mentorId: id,
		conditionIds: z.array(z.string().max(60)).min(1),
		ground: text
	}),
	/**
	 * `text`: the sheet as the person saw it, to the letter, so that it can be printed as it was signed. `representative`:
	 * the name of whoever signs for a minor (domain.md R11); null: the participant does. `proposalId`: of a consent to the duties,
	 * whose sheet names with whom: the proposal it was read with; null: there was none. An app of before it was asked for leaves it out.
	 */
	z.strictObject({
		type: z.literal('consent'),
		kind: z.enum(consentKinds),
		text: sheet,
		representative: title.nullable(),
		proposalId: id.nullable().optional()
	}),
	z.strictObject({ type: z.literal('withdraw-consent'), kind: z.enum(consentKinds) }),
	/**
	 * By the curator, of a consent to personal data that was taken back: processing has stopped, or goes on upon another ground
	 * of the law (152-ФЗ, article 9 part 2, article 21 part 5). `ground`: what was done, or which ground.
	 */
	z.strictObject({
		type: z.literal('settle-consent-withdrawal'),
		withdrawalId: id,
		/** Whose consent it was. */
		personId: id,
		decision: z.enum(['stopped', 'other-ground']),
		ground: text
	}),
	z.strictObject({ type: z.literal('raise'), matter }),
	z.strictObject({ type: z.literal('sign'), matterId: id }),
	z.strictObject({ type: z.literal('decline'), matterId: id, ground: text }),
	/** By whoever raised it, while it is open. */
	z.strictObject({ type: z.literal('withdraw-matter'), matterId: id }),
	/**
	 * By the curator: the number and the day under which an order stands in the authority's own journal. What is entered later
	 * mends what was entered before.
	 */
	z.strictObject({ type: z.literal('register'), matterId: id, number: orderNumber, on: date }),
	/** By the curator: an edition was presented in public; the newest presentation of it counts (domain.md D17). */
	z.strictObject({
		type: z.literal('present'),
		matterId: id,
		presentedOn: date,
		isPositive: z.boolean(),
		/** What those who were present said. */
		conclusion: text
	}),
	/** That one has read what is in force. */
	z.strictObject({ type: z.literal('acquaint'), matterId: id }),
	/** `about`: an activity of the plan, with its `title` as it was called then, or a matter; null: the programme. */
	z.strictObject({ type: z.literal('remark'), about: id.nullable(), title: title.optional(), text }),
	z.strictObject({ type: z.literal('answer'), remarkId: id, text }),
	/** By a mentee: to be advised on request, first by a mentor of the programme (domain.md D18). */
	z.strictObject({ type: z.literal('ask-consultation'), about: text, mode: z.enum(consultationModes) }),
	/** By each mentor of the programme once, until one takes it; `where`: a place, a link or a telephone. */
	z.strictObject({
		type: z.literal('answer-consultation'),
		consultationId: id,
		answer: z.discriminatedUnion('kind', [
			z.strictObject({ kind: z.literal('take'), on: date, where: text }),
			z.strictObject({ kind: z.literal('pass'), ground: text })
		])
	}),
	/**
	 * By the curator, once no mentor of the programme takes it. At least one of `on` and `words` is said; `words`, where and how, always of
	 * one face to face. Of one that was recorded without them it is said again, with them.
	 */
	z
		.strictObject({
			type: z.literal('refer-consultation'),
			consultationId: id,
			to: z.discriminatedUnion('kind', [
				/** Of the municipality's bank. */
				z.strictObject({ kind: z.literal('mentor'), mentorId: id }),
				/** Somebody without an account. */
				z.strictObject({ kind: z.literal('other'), name: title })
			]),
			on: date.nullable(),
			words: text.nullable()
		})
		.refine(({ on, words }) => on !== null || words !== null),
	/** By whoever asked, until it is taken or referred. */
	z.strictObject({ type: z.literal('withdraw-consultation'), consultationId: id }),
	/** By a mentor: the activity is fulfilled as they wished (domain.md T35). `title`: as it was called then. */
	z.strictObject({ type: z.literal('accept-activity'), activityId: id, title }),
	/** By the head, on grounds of the regulation (domain.md T48). */
	z.strictObject({
		type: z.literal('cancel-incentive'),
		mentorId: id,
		groundIds: z.array(z.string().max(60)).min(1),
		ground: text
	}),
	z.strictObject({ type: z.literal('restore-incentive'), mentorId: id, ground: text }),
	/**
	 * What a mentor's incentive rests on (domain.md T48): by the mentor of themselves, or by the curator. `on`: the day of it. A
	 * report is on the period that ends with `dueOn`.
	 */
	z.strictObject({
		type: z.literal('record-evidence'),
		mentorId: id,
		evidence: z.discriminatedUnion('kind', [
			z.strictObject({ kind: z.literal('report'), reportId: z.string().max(60), dueOn: date }),
			/** Of mentors: a conference, a forum. */
			z.strictObject({ kind: z.literal('event'), title }),
			/** Analytic or methodical. */
			z.strictObject({ kind: z.literal('material'), title })
		]),
		on: date
	}),
	/** By whoever recorded it, or by the curator: it was recorded by mistake. */
	z.strictObject({ type: z.literal('withdraw-evidence'), evidenceId: id }),
	/**
	 * By a mentor: somebody helps in the programme, with their consent (domain.md T35). Of them it is said who they are and nothing by
	 * which they are reached (L3). `activity`: of the plan, as it was called then; null: of the programme.
	 */
	z.strictObject({
		type: z.literal('involve-specialist'),
		name: title,
		post: title.nullable(),
		/** What they do in the programme. */
		task: text,
		activity: z.strictObject({ id, title }).nullable(),
		/** The day the specialist consented. */
		consentedOn: date
	}),
	/** By a mentor, or by the curator: the specialist helps no longer. `name`: as it was involved. */
	z.strictObject({ type: z.literal('release-specialist'), specialistId: id, name: title, ground: text.nullable() }),
	/** By curator or head: a participant's access ends at once, though no order has ended their part. */
	z.strictObject({ type: z.literal('suspend'), personId: id }),
	z.strictObject({ type: z.literal('reinstate'), personId: id })
])

export const commandSchema = z.strictObject({
	/** Made on the device: sent twice, it is heard once. */
	id,
	programId: id,
	/** In which of their roles the person speaks. */
	role: z.enum(signatories),
	/** ISO instant by the device's clock: told, never believed. */
	saidAt: z.iso.datetime(),
	statement
})

export type Statement = z.infer<typeof statement>
/**
 * Nobody states it: with the order by which its mentee has joined a group, their own request is fulfilled. It is entered in the name of
 * whoever has signed that order last. `title`: of the group's programme.
 */
export interface Fulfilment {
	type: 'fulfil-request'
	groupId: string
	title: string
}
export type Matter = z.infer<typeof matter>
export type Command = z.infer<typeof commandSchema>
