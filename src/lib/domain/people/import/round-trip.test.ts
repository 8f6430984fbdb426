import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { organisationLevels, organisationSchema, type Organisation } from '../organisation.ts'
import { contestLevels, mentoringForms, organisationKinds, organisationStatuses } from '../../regulation/choices.ts'
import { contestPlaces, type MenteeEntry, type MentorEntry } from '../bank-entry.ts'
import {
	type ImportedMentee,
	type ImportedMentor,
	type ImportedOrganisation,
	importKinds,
	type KnownPerson
} from './table.ts'
import { mergeMentee, mergeMentor, mergeOrganisation } from './duplicates.ts'
import { check, context } from './testing/tables.ts'
import { writeMentees, writeMentors, writeOrganisations } from './write-table.ts'

const line = fc
	.oneof(
		fc.string({ unit: 'grapheme', maxLength: 30 }),
		fc.constantFrom('-', '\\-', '\\\\-', 'н/д', 'а | б; в', 'Первое\nвторое', 'C:\\new', '=1+1', 'нет', 'a\r\nb')
	)
	.map((text) => text.trim())
	.filter((text) => text !== '')
const name = fc.constantFrom('Ковалёв', 'Петрова-Сёмина', 'Анна Мария', 'О’Нил', 'Гасан оглы', 'Ян', 'В.')
const dateUpTo = (last: string) =>
	fc
		.date({ min: new Date('1950-01-01'), max: new Date(last), noInvalidDate: true })
		.map((day) => day.toISOString().slice(0, 10))
const date = dateUpTo('2090-12-31')
/** A day in the past at the import. */
const past = dateUpTo('2026-11-21')
const number = (min: number, max: number) =>
	fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value))
const forms = fc.uniqueArray(fc.constantFrom(...mentoringForms))
const assessments = fc.array(fc.record({ share: number(0, 100), on: past }), { maxLength: 3 })
const span = fc.tuple(date, date).map((days) => days.toSorted())

/** Data of a person who may be under 18. */
const minorFields = {
	bornOn: fc.option(past),
	representative: fc.option(fc.record({ name: line, contact: line }))
}

const contactFields = {
	phone: fc.constantFrom('+7 3822 51-22-33', '89131234567', 'раб. 51-22-33; доб. 4'),
	email: fc.constantFrom('kovalev@school4.example', 'a-b@c.d.example')
}

const mentorEntry: fc.Arbitrary<MentorEntry> = fc.record({
	personId: fc.constant('somebody'),
	competences: fc.array(line, { maxLength: 4 }),
	achievements: fc.array(fc.record({ title: line, proof: fc.oneof(fc.constant(''), line) }), { maxLength: 3 }),
	hoursPerMonth: fc.option(number(0, 200)),
	forms,
	posts: fc.array(
		fc
			.record({
				organisation: line,
				title: line,
				isHead: fc.boolean(),
				isInMunicipality: fc.boolean(),
				span,
				isCurrent: fc.boolean()
			})
			.map(({ span: [from = '', until = ''], isCurrent, ...post }) => ({
				...post,
				from,
				until: isCurrent ? null : until
			})),
		{ maxLength: 3 }
	),
	assessments,
	contests: fc.array(
		fc.record({
			title: line,
			level: fc.constantFrom(...contestLevels),
			place: fc.constantFrom(...contestPlaces),
			isAsHead: fc.boolean(),
			on: past
		}),
		{ maxLength: 3 }
	),
	courses: fc.array(fc.record({ title: line, isOnMentoring: fc.boolean(), certificate: fc.option(line), on: past }), {
		maxLength: 3
	}),
	term: fc.option(span.map(([from = '', until = '']) => ({ from, until }))),
	...minorFields,
	...contactFields,
	enteredOn: past
})

const menteeEntry: fc.Arbitrary<MenteeEntry> = fc.record({
	personId: fc.constant('somebody'),
	categoryId: fc.constantFrom(...context.categories.map(({ id }) => id)),
	mainRequest: line,
	difficulties: fc.array(line, { maxLength: 4 }),
	forms,
	assessments,
	...minorFields,
	...contactFields,
	enteredOn: past
})

const organisation: fc.Arbitrary<Organisation> = fc.record({
	id: fc.constant('somewhere'),
	name: line,
	kind: fc.constantFrom(...organisationKinds),
	unit: fc.option(line),
	level: fc.constantFrom(...organisationLevels),
	isAdvanced: fc.boolean(),
	place: fc.option(fc.record({ latitude: number(-90, 90), longitude: number(-180, 180) })),
	standings: fc
		.option(fc.uniqueArray(fc.constantFrom(...organisationStatuses)))
		.filter((said) => organisationSchema.shape.standings.safeParse(said).success),
	years: fc
		.uniqueArray(
			fc.record({
				year: fc.integer({ min: 2000, max: 2100 }),
				results: number(0, 1),
				wellBeing: fc.option(number(0, 1)),
				differentiation: fc.option(number(0, 100)),
				partTimeShare: fc.option(number(0, 1))
			}),
			{ selector: ({ year }) => year, maxLength: 4 }
		)
		.map((years) => years.toSorted((one, other) => one.year - other.year))
})

function person<Entry extends MentorEntry | MenteeEntry>(entry: fc.Arbitrary<Entry>): fc.Arbitrary<KnownPerson<Entry>> {
	return fc.record({
		id: fc.constant('somebody'),
		familyName: name,
		givenName: name,
		patronymic: fc.oneof(name, fc.constant('')),
		organisationId: fc.option(fc.constantFrom(...context.organisations.map(({ id }) => id))),
		post: fc.oneof(line, fc.constant('')),
		isInBank: fc.constant(true),
		entry
	})
}

function registryPartOf(row: ImportedMentor | ImportedMentee) {
	const { familyName, givenName, patronymic, organisationId, post = '' } = row
	return { familyName, givenName, patronymic, organisationId: organisationId ?? null, post }
}

describe('[T22] what is exported and imported again is the same', () => {
	it('mentors', () => {
		fc.assert(
			fc.property(person(mentorEntry), ({ id, isInBank, ...known }) => {
				const [row] = check('mentors', writeMentors([{ id, isInBank, ...known }], context))
				expect(row?.errors).toEqual([])
				const read = row?.row as ImportedMentor
				const entry = mergeMentor(null, read, { personId: id, organisation: null, today: context.today })
				expect({ ...registryPartOf(read), entry }).toEqual(known)
			})
		)
	})

	it('mentees', () => {
		fc.assert(
			fc.property(person(menteeEntry), ({ id, isInBank, ...known }) => {
				const [row] = check('mentees', writeMentees([{ id, isInBank, ...known }], context))
				expect(row?.errors).toEqual([])
				const read = row?.row as ImportedMentee
				const entry = mergeMentee(null, read, { personId: id, today: context.today })
				expect({ ...registryPartOf(read), entry }).toEqual(known)
			})
		)
	})

	it('organisations', () => {
		fc.assert(
			fc.property(organisation, (known) => {
				const [row] = check('organisations', writeOrganisations([known], context))
				expect(row?.errors).toEqual([])
				expect(mergeOrganisation(null, row?.row as ImportedOrganisation, known.id)).toEqual(known)
			})
		)
	})

	it('also over what is known, which an empty cell takes nothing away from', () => {
		fc.assert(
			fc.property(person(mentorEntry), (known) => {
				const [, empty = []] = writeMentors([{ ...known, post: '', organisationId: null, entry: null }], context)
				const [headings = []] = writeMentors([], context)
				const [row] = check('mentors', [headings, empty])
				expect(
					mergeMentor(known.entry, row?.row as ImportedMentor, {
						personId: known.id,
						organisation: null,
						today: '2026-11-21'
					})
				).toEqual(known.entry)
			})
		)
	})
})

it('[T22] any table gives rows or errors, never an exception', () => {
	const cell = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		line,
		date,
		fc.constantFrom(
			'ФИО',
			'Категория',
			'Организация',
			'Послужной список',
			'Ковалёв Виктор',
			'45536',
			'__proto__',
			'1e400'
		)
	)
	const headings = fc.array(
		fc.constantFrom(
			'ФИО',
			'Организация',
			'Категория',
			'Запрос',
			'Оценка',
			'Дата оценки',
			'Курсы',
			'Наименование',
			'Вид',
			'ИОР',
			'Год',
			'Широта',
			'constructor'
		),
		{ maxLength: 12 }
	)
	fc.assert(
		fc.property(
			fc.constantFrom(...importKinds),
			headings,
			fc.array(fc.array(cell, { maxLength: 12 }), { maxLength: 6 }),
			(kind, first, rows) => {
				for (const { row, errors } of check(kind, [first, ...rows])) expect(row === null).toBe(errors.length > 0)
			}
		)
	)
})
