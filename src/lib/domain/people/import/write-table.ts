/** Writes a bank or the organisations as a table that can be imported again, and sample tables. */
import type { MenteeEntry, MentorEntry } from '../bank-entry.ts'
import type { Organisation } from '../organisation.ts'
import { menteeColumns, mentorColumns, organisationColumns } from './columns.ts'
import { columnsOf } from './check.ts'
import type { Column, ImportContext, ImportKind, KnownPerson } from './table.ts'

/** Writes only people who are in the bank. */
export function writeMentors(people: readonly KnownPerson<MentorEntry>[], context: ImportContext): string[][] {
	return write(mentorColumns, people.filter(({ isInBank }) => isInBank).map(toRow), context)
}

/** The same for mentees. */
export function writeMentees(people: readonly KnownPerson<MenteeEntry>[], context: ImportContext): string[][] {
	return write(menteeColumns, people.filter(({ isInBank }) => isInBank).map(toRow), context)
}

export function writeOrganisations(organisations: readonly Organisation[], context: ImportContext): string[][] {
	return write(organisationColumns, organisations, context)
}

function write<Row>(columns: readonly Column<Row>[], rows: readonly Row[], context: ImportContext): string[][] {
	const written = columns.flatMap(({ heading, write }) => (write === null ? [] : [{ heading, write }]))
	return [written.map(({ heading }) => heading), ...rows.map((row) => written.map(({ write }) => write(row, context)))]
}

function toRow<Entry extends MentorEntry | MenteeEntry>(person: KnownPerson<Entry>) {
	const { familyName, givenName, patronymic, organisationId, post, entry } = person
	const names = { familyName, givenName, patronymic }
	return {
		...names,
		...(organisationId !== null && { organisationId }),
		...(post !== '' && { post }),
		entry: entry === null ? {} : withoutPerson(entry)
	}
}

function withoutPerson<Entry extends { personId: string }>({ personId: _, ...entry }: Entry): Omit<Entry, 'personId'> {
	return entry
}

/** The most useful headings, and rows of invented people and schools. */
export function sampleTable(kind: ImportKind): string[][] {
	const rows = samples[kind]
	const headings = columnsOf(kind)
		.map(({ heading }) => heading)
		.filter((heading) => rows.some((row) => heading in row))
	return [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))]
}

const samples: Readonly<Record<ImportKind, readonly Readonly<Record<string, string>>[]>> = {
	mentors: [
		{
			ФИО: 'Ковалёв Виктор Андреевич',
			Организация: 'Школа № 4',
			Должность: 'Директор',
			Компетенции: 'Управление коллективом школы; Финансово-хозяйственная деятельность',
			Достижения: 'Школа вошла в число лучших города | Грамота № 12',
			'Часы в месяц': '12',
			'Стаж руководителем': '11 лет',
			Конкурсы: 'Директор года | региональный | призёр | 10.11.2023 | в должности руководителя',
			Курсы: 'Целевая модель наставничества | 28.05.2024 | 7012-184 | по наставничеству',
			Формы: 'традиционная, групповая',
			'Оценка эффективности': '92 % на 15.03.2026'
		},
		{ ФИО: 'Рябинин Олег Петрович', Организация: 'Гимназия № 6', Должность: 'Директор', 'Часы в месяц': '7,5' }
	],
	mentees: [
		{
			ФИО: 'Лаптева Ирина Сергеевна',
			Организация: 'Школа № 14',
			Должность: 'Директор',
			Категория: 'Вновь назначенный руководитель образовательной организации',
			Запрос: 'Как выстроить управленческую команду школы',
			Дефициты: 'Работа с коллективом; Финансовое планирование',
			Формы: 'традиционная',
			'Дата внесения': '01.09.2026'
		},
		{
			ФИО: 'Новикова Дарья Олеговна',
			Организация: 'Школа № 3',
			Должность: 'Заместитель директора',
			Категория: 'резервист',
			Запрос: 'Подготовка к должности директора'
		}
	],
	organisations: [
		{
			Наименование: 'Школа № 4',
			Вид: 'школа',
			Уровень: 'муниципальный',
			'Углублённое изучение': 'нет',
			Широта: '56,48',
			Долгота: '84,95',
			Год: '2026',
			ИОР: '0,62',
			ИСБШ: '0,55'
		},
		{ Наименование: 'Детский сад № 22', Вид: 'детский сад', Уровень: 'муниципальный' }
	]
}
