/** How the form of a statement is described: what is typed, its fields, and the statement that they make. */
import type { LucideIcon } from '@lucide/svelte'
import type { Component } from 'svelte'
import type { IsoDate } from '#domain/calendar.ts'
import type { Ledger } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { Offer } from '#domain/ledger/statements/all.ts'
import type { Said } from '#domain/ledger/statements/row.ts'
import type { Regulation, Signatory } from '#domain/regulation/schema.ts'
import type { SeenNames } from '#lib/sync/ledger/ledger-store.ts'
import { m } from '#lib/paraglide/messages.js'
import { type LedgerWords, personOf, type Wording } from '#lib/ui/words/regulation.ts'
import type { Decisions } from '../../decisions/[programId]/decisions.svelte.ts'

/** What the parts of a form are made from. */
export interface Given<Typed, Subject> {
	typed: Typed
	subject: Subject
	role: Signatory
	decisions: Decisions
	ledger: Ledger
	regulation: Regulation | null
	/** In the municipality's time zone. */
	today: IsoDate
}

export interface StatementForm<Typed extends object, Subject> {
	/** Name under which the device stores what is typed (`typed-input.svelte.ts`). */
	key: (given: Omit<Given<Typed, Subject>, 'typed'>) => string
	blank: Typed | ((given: Omit<Given<Typed, Subject>, 'typed'>) => Typed)
	fields: (given: Given<Typed, Subject>) => readonly Field[]
	/** Null while a required field is empty. */
	statement: (given: Given<Typed, Subject>) => Statement | null
	submit: (given: Given<Typed, Subject>) => string
	/** What is left to do where no single field is required; absent: the empty required fields are named. */
	unfilled?: () => string
	confirm?: (given: Given<Typed, Subject>) => { title: string; text: string } | undefined
	isDanger?: boolean | ((given: Given<Typed, Subject>) => boolean)
	/** People it names from a list, whom the ledger may not know. */
	seen?: (given: Given<Typed, Subject>) => SeenNames
}

export type Field = Words | Text | Choice | Checks | Day | Count | Own

interface Words {
	widget: 'words' | 'small words' | 'warning'
	text: string
}
/** `name`: of the typed value that it reads and writes. */
interface Named {
	name: string
	label: string
	hint?: string
	required?: boolean
	/** The problem in words. */
	error?: string | null
}
/** One line, or several. At most `TEXT_LETTERS`, unless `maxlength` says otherwise. */
interface Text extends Named {
	widget: 'line' | 'text'
	maxlength?: number
}
/** One of the options. `value`: where it differs from what was typed, because a choice begins with the first. */
interface Choice extends Named {
	widget: 'choice'
	options: readonly { value: string; label: string }[]
	value?: string
}
/** Any number of the options. `value`: see `Choice`. */
interface Checks extends Named {
	widget: 'checks'
	options: readonly { value: string; label: string }[]
	value?: readonly string[]
}
/** A cleared day is `emptied`; null if absent. `value`: see `Choice`. */
interface Day extends Named {
	widget: 'day'
	min?: IsoDate
	max?: IsoDate
	value?: IsoDate | null
	emptied?: ''
}
/** A whole number, typed as text. */
interface Count extends Named {
	widget: 'count'
}
/** A widget of this form alone, made by `ownField`. */
interface Own {
	widget: 'own'
	name: string
	component: Component<Record<string, unknown>>
	props: Record<string, unknown>
}

/** The cast forgets the type of the props, which the call has checked against the component. */
export function ownField<Props extends object>(name: string, component: Component<Props>, props: Props): Own {
	return { widget: 'own', name, component, props } as unknown as Own
}

export function groundField(label = m.decision_ground()): Field {
	return { widget: 'text', name: 'ground', label, required: true }
}

/** Of several mentors one is chosen; a single one is not asked for. */
export function mentorFields(mentorIds: readonly string[], mentor: string, { wording }: Decisions): Field[] {
	if (mentorIds.length < 2) return []
	const options = mentorIds.map((id) => ({ value: id, label: personOf(id, wording.nameOf) }))
	return [{ widget: 'choice', name: 'mentor', label: m.decision_fact_mentors(), options, value: mentor }]
}

/** One type of statement, or one type of decision, on the screens. */
export interface StatementView<S> {
	/** Its line under «Что было». */
	said: (statement: S, wording: Wording) => LedgerWords
	/** In its place until the ledger has it; absent: the same. */
	unentered?: (statement: S) => string
}
export type StatementViews<Type extends Said['type']> = {
	[One in Type]: StatementView<Extract<Said, { type: One }>>
}

type OfferOf<Type extends Offer['type']> = Extract<Offer, { type: Type }>

/** How an offer is listed, and what opens. */
export interface OfferView<O> {
	label: (offer: O, wording: Wording) => string
	hint: (offer: O, wording: Wording) => string
	icon: LucideIcon
	/** Null: it opens a screen or a sheet of its own. */
	form: StatementForm<never, never> | null
}
export type OfferViews<Type extends Offer['type']> = { [One in Type]: OfferView<OfferOf<One>> }

/** A form as the table of offers takes it: its subject is the offer. */
export function asOfferForm<Typed extends object, Subject>(
	form: StatementForm<Typed, Subject>
): StatementForm<never, never> {
	return form as unknown as StatementForm<never, never>
}
