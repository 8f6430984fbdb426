/**
 * The statements that a person may make about a programme in their own name, from the first request for a mentor to the closure.
 * Statements are never merged and never taken back; only further statements answer them. A device may queue
 * them offline. The server checks them on arrival (`statements/all.ts`).
 *
 * What needs several signatures is a *decision*: somebody raises it, the signatories of the regulation sign one after the other,
 * and the last signature puts it in force. An order, an extension, an edition and a closure are all decisions. In stored and sent
 * data the field for a decision is called `matter`.
 */
import { z } from 'zod'
import { isPlausibleDay } from '../calendar.ts'
import { ORDER_NUMBER_LETTERS, REPORT_LETTERS, REPORT_LINES, TEXT_LETTERS, TITLE_LETTERS } from '../text.ts'
import { consentKinds, consultationModes, mentoringForms, relations, signatories } from '../regulation/choices.ts'

const id = z.string().regex(/^[\w-]{1,64}$/)
const text = z.string().trim().min(1).max(TEXT_LETTERS)
/** The sheet of a consent. Not trimmed: it is exactly what was signed. */
const sheet = z.string().min(1).max(8_000)
const title = z.string().trim().min(1).max(TITLE_LETTERS)
const orderNumber = z.string().trim().min(1).max(ORDER_NUMBER_LETTERS)
const date = z.string().refine(isPlausibleDay)
/** SHA-256, hex. */
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const people = z.array(id).min(1).max(50)
/** One form, or several in one programme (domain.md T13). */
const forms = z
	.array(z.enum(mentoringForms))
	.min(1)
	.refine((all) => new Set(all).size === all.length)

/** What a report says, as the mentor saw it on submitting it: it is not drawn from the plan again. */
const reportContent = z
	.strictObject({
		/** Both days belong to its period; the last is the due day. */
		from: date,
		until: date,
		/** Of the programme, on that day. */
		title,
		organisation: z.string().trim().max(TITLE_LETTERS),
		menteeIds: people,
		sections: z
			.array(
				z.strictObject({
					title,
					/** `day`: null for a line without one. */
					lines: z.array(z.strictObject({ day: date.nullable(), text })).max(REPORT_LINES)
				})
			)
			.max(20),
		/** Of a mentor of several programmes, about all of them; '' if there is none. */
		common: z.string(),
		/** What the pair wrote beside the lines; '' if nothing. */
		conclusions: z.string(),
		/** The mentee's, submitted with it; '' if there is none. */
		remark: z.string()
	})
	.refine((content) => JSON.stringify(content).length <= REPORT_LETTERS)

export const decision = z.discriminatedUnion('type', [
	/** Order on pairs and groups: begins the programme, or puts a newly proposed mentor into it (domain.md T16, T40). */
	z.strictObject({
		type: z.literal('order'),
		proposalId: id,
		startsOn: date,
		termMonths: z.int().min(1).max(60),
		/** Size and conditions of pay in words, for the additional agreement (domain.md L1). */
		pay: text
	}),
	z.strictObject({ type: z.literal('extend'), termMonths: z.int().min(1).max(60), ground: text }),
	/** Changes the plan's content, or the forms of mentoring (domain.md T44). `forms` null: the forms stay. */
	z.strictObject({
		type: z.literal('change'),
		what: text,
		forms: forms.nullable(),
		ground: text
	}),
	/** A mentor asks to lay down their duties (domain.md T35). */
	z.strictObject({ type: z.literal('release'), mentorId: id, ground: text }),
	/** A mentee asks for another mentor (domain.md T37). */
	z.strictObject({ type: z.literal('replace'), mentorId: id, ground: text }),
	/**
	 * A mentee leaves a group and the others go on (domain.md T42, T43). `forms`: the forms for the remaining mentee, if only one
	 * remains (T13); null: a group remains.
	 */
	z.strictObject({ type: z.literal('leave'), menteeId: id, forms: forms.nullable(), ground: text }),
	/** A further mentee joins a group that goes on (domain.md T13, T40). */
	z.strictObject({ type: z.literal('join'), menteeId: id, mainRequest: text }),
	/** The plan that the server stores under this hash. */
	z.strictObject({ type: z.literal('edition'), hash }),
	z.strictObject({
		type: z.literal('closure'),
		reasonId: z.string().max(60),
		/** Null if the reason needs no ground. */
		ground: text.nullable(),
		/** Null if the reason needs no notice: then the day on which the decision comes into force. */
		lastDay: date.nullable(),
		conclusion: text
	})
])

export const statement = z.discriminatedUnion('type', [
	/** By a mentee, or by a curator in their name. The first statement of every ledger. */
	z.strictObject({
		type: z.literal('request'),
		menteeIds: people,
		regulationId: z.string().max(60),
		categoryId: z.string().max(60),
		mainRequest: text,
		difficulties: z.array(title).max(30),
		forms: z.array(z.enum(mentoringForms)).max(mentoringForms.length)
	}),
	/** By the mentee of the request, or by a curator. Closes the ledger: no statement follows. */
	z.strictObject({ type: z.literal('withdraw-request'), ground: text }),
	z.strictObject({
		type: z.literal('propose'),
		/** The proposal that the curator saw and that this one replaces; null: this is the first. */
		insteadOf: id.nullable(),
		mentorIds: people,
		title,
		relation: z.enum(relations),
		forms,
		/** Why these forms: the aim, difficulties, the mentee's request, resources (domain.md T14, S30). Absent in older proposals. */
		formsBasis: title.optional()
	}),
	/**
	 * By a proposed mentor, or a mentee to whom one is proposed; another mentor is then proposed (domain.md T16, T37, S18). A ground
	 * is optional.
	 */
	z.strictObject({ type: z.literal('refuse-proposal'), proposalId: id, ground: text.nullable() }),
	/**
	 * `text`: the sheet exactly as the person saw it, so that it can be printed as signed. `representative`: the name of the person
	 * who signs for a minor (domain.md R11); null: the participant signs. `proposalId`: only for a consent to the duties, whose sheet
	 * names the other people: the proposal that was on the screen; null: there was none. Apps older than this field leave it out.
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
	 * By the curator, about a withdrawn consent to personal data: processing has stopped, or goes on upon another ground of the law
	 * (152-ФЗ, article 9 part 2, article 21 part 5). `ground`: what was done, or which ground.
	 */
	z.strictObject({
		type: z.literal('settle-consent-withdrawal'),
		withdrawalId: id,
		/** The person whose consent it was. */
		personId: id,
		decision: z.enum(['stopped', 'other-ground']),
		ground: text
	}),
	z.strictObject({ type: z.literal('raise'), matter: decision }),
	z.strictObject({ type: z.literal('sign'), matterId: id }),
	z.strictObject({ type: z.literal('decline'), matterId: id, ground: text }),
	/** By the person who raised it, while it is open. */
	z.strictObject({ type: z.literal('withdraw-matter'), matterId: id }),
	/** By the curator: the number and the day of an order in the authority's own journal. A later statement corrects an earlier one. */
	z.strictObject({ type: z.literal('register'), matterId: id, number: orderNumber, on: date }),
	/** By the curator: an edition was presented in public. The newest presentation of an edition counts (domain.md D17). */
	z.strictObject({
		type: z.literal('present'),
		matterId: id,
		presentedOn: date,
		isPositive: z.boolean(),
		/** The conclusion of the people present. */
		conclusion: text
	}),
	/** The person has read a decision that is in force. */
	z.strictObject({ type: z.literal('acquaint'), matterId: id }),
	/** `about`: the id of an activity of the plan, with its `title` on that day, or of a decision; null: the whole programme. */
	z.strictObject({ type: z.literal('remark'), about: id.nullable(), title: title.optional(), text }),
	z.strictObject({ type: z.literal('answer'), remarkId: id, text }),
	/** By a mentee at the end of the programme: at least one of the three. A newer one replaces the former. */
	z
		.strictObject({
			type: z.literal('feedback'),
			achieved: text.nullable(),
			notAchieved: text.nullable(),
			helped: text.nullable()
		})
		.refine(({ achieved, notAchieved, helped }) => (achieved ?? notAchieved ?? helped) !== null),
	/** By a mentee: asks for advice, first from a mentor of the programme (domain.md D18). */
	z.strictObject({ type: z.literal('ask-consultation'), about: text, mode: z.enum(consultationModes) }),
	/** By each mentor of the programme once, until one takes it. `where`: a place, a link or a telephone number. */
	z.strictObject({
		type: z.literal('answer-consultation'),
		consultationId: id,
		answer: z.discriminatedUnion('kind', [
			z.strictObject({ kind: z.literal('take'), on: date, where: text }),
			z.strictObject({ kind: z.literal('pass'), ground: text })
		])
	}),
	/**
	 * By the curator, when no mentor of the programme takes it. At least one of `on` and `words` is given. `words` say where and how;
	 * a meeting in person always needs them. A referral that was recorded without them may be stated again with them.
	 */
	z
		.strictObject({
			type: z.literal('refer-consultation'),
			consultationId: id,
			to: z.discriminatedUnion('kind', [
				/** A mentor of the municipality's bank. */
				z.strictObject({ kind: z.literal('mentor'), mentorId: id }),
				/** A person without an account. */
				z.strictObject({ kind: z.literal('other'), name: title })
			]),
			on: date.nullable(),
			words: text.nullable()
		})
		.refine(({ on, words }) => on !== null || words !== null),
	/** By the mentee who asked, until it is taken or referred. */
	z.strictObject({ type: z.literal('withdraw-consultation'), consultationId: id }),
	/** By a mentor: accepts the activity as done (domain.md T35). `title`: its title on that day. */
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
	 * An analytic or methodical material (domain.md T48): by the mentor about themselves, or by the curator. `on`: the day of the
	 * work.
	 */
	z.strictObject({
		type: z.literal('record-evidence'),
		mentorId: id,
		evidence: z.discriminatedUnion('kind', [
			/** Only in ledgers from before reports were submitted themselves: the day of one that was given in elsewhere. */
			z.strictObject({ kind: z.literal('report'), reportId: z.string().max(60), dueOn: date }),
			/** Only in ledgers from before the municipality kept its events of mentors: somebody declared having attended one. */
			z.strictObject({ kind: z.literal('event'), title }),
			/** `address`: an https address, or where it is kept in words. Absent in ledgers from before it was asked for: declared. */
			z.strictObject({ kind: z.literal('material'), title, address: text.optional() })
		]),
		on: date
	}),
	/** By the person who recorded it, or by the curator: it was recorded by mistake. */
	z.strictObject({ type: z.literal('withdraw-evidence'), evidenceId: id }),
	/**
	 * By the mentor who owes it: the report that is due on `dueOn` (domain.md T3, T55). `insteadOf`: the returned submission that it
	 * replaces; null: it is the first. `mentorId`: whose it is, if the curator signs it in the mentor's place (L2).
	 */
	z.strictObject({
		type: z.literal('submit-report'),
		mentorId: id.optional(),
		insteadOf: id.nullable(),
		reportId: z.string().max(60),
		dueOn: date,
		/** The result of a stage (domain.md T54): its activity, and its name on that day. Absent: it reports on a period. */
		result: z.strictObject({ activityId: id, title }).optional(),
		content: reportContent
	}),
	/** By the curator, who collects the reports. */
	z.strictObject({ type: z.literal('accept-report'), submissionId: id }),
	z.strictObject({ type: z.literal('return-report'), submissionId: id, remarks: text }),
	/**
	 * By a mentor: a specialist helps in the programme with their own consent (domain.md T35). The statement names the specialist,
	 * but no contact details (L3). `activity`: of the plan, with its title on that day; null: the whole programme.
	 */
	z.strictObject({
		type: z.literal('involve-specialist'),
		name: title,
		post: title.nullable(),
		/** What the specialist does in the programme. */
		task: text,
		activity: z.strictObject({ id, title }).nullable(),
		/** The day the specialist consented. */
		consentedOn: date
	}),
	/** By a mentor, or by the curator: the specialist helps no longer. `name`: as in the statement that involved them. */
	z.strictObject({ type: z.literal('release-specialist'), specialistId: id, name: title, ground: text.nullable() }),
	/** By curator or head: a participant's access ends at once, though no order has ended the membership. */
	z.strictObject({ type: z.literal('suspend'), personId: id }),
	z.strictObject({ type: z.literal('reinstate'), personId: id })
])

export const commandSchema = z.strictObject({
	/** Made on the device: a command that is sent twice is entered once. */
	id,
	programId: id,
	/** The role in which the person states this. */
	role: z.enum(signatories),
	/** ISO instant by the server's clock, as this device knows it: shown, never trusted. */
	saidAt: z.iso.datetime(),
	statement
})

export type Statement = z.infer<typeof statement>
export type ReportContent = z.infer<typeof reportContent>
/**
 * An entry that nobody states: an order puts the mentee of a request into a group, and so fulfils the request. It is entered in the
 * name of the last signer of that order. `title`: of the group's programme.
 */
export interface Fulfilment {
	type: 'fulfil-request'
	groupId: string
	title: string
}
/**
 * An entry that nobody can state any more: no regulation lets the head except a mentor from its conditions (domain.md T29). It has no
 * effect; an old ledger only shows by whom and why it was made.
 */
export interface FormerException {
	type: 'except'
	mentorId: string
	ground: string
}
export type Decision = z.infer<typeof decision>
export type Command = z.infer<typeof commandSchema>
