import { describe, expect, it } from 'vitest'
import { declineName, genderOf, signatureName, type PersonName } from './name.ts'
import { oblique } from './grammatical-case.ts'
import { declineOrganisation, declinePost } from './phrase.ts'

const person = (familyName: string, givenName = '', patronymic = ''): PersonName => ({
	familyName,
	givenName,
	patronymic
})
const casesOf = (name: PersonName) => oblique.map((to) => declineName(name, to).text)

describe('names', () => {
	it.each([
		[
			person('Ковалёв', 'Виктор', 'Андреевич'),
			[
				'Ковалёва Виктора Андреевича',
				'Ковалёву Виктору Андреевичу',
				'Ковалёва Виктора Андреевича',
				'Ковалёвым Виктором Андреевичем',
				'Ковалёве Викторе Андреевиче'
			]
		],
		[
			person('Лаптева', 'Ирина', 'Сергеевна'),
			[
				'Лаптевой Ирины Сергеевны',
				'Лаптевой Ирине Сергеевне',
				'Лаптеву Ирину Сергеевну',
				'Лаптевой Ириной Сергеевной',
				'Лаптевой Ирине Сергеевне'
			]
		],
		[
			person('Гуров', 'Павел', 'Никитич'),
			[
				'Гурова Павла Никитича',
				'Гурову Павлу Никитичу',
				'Гурова Павла Никитича',
				'Гуровым Павлом Никитичем',
				'Гурове Павле Никитиче'
			]
		]
	])('%o', (name, expected) => {
		expect(casesOf(name)).toEqual(expected)
	})

	it.each([
		['a woman’s name in a consonant stays', person('Ткач', 'Анна', 'Ильинична'), 'Ткач Анне Ильиничне'],
		['a man’s does not', person('Ткач', 'Илья', 'Петрович'), 'Ткачу Илье Петровичу'],
		['names in -ых stay', person('Седых', 'Ольга', 'Викторовна'), 'Седых Ольге Викторовне'],
		['names in -о stay', person('Шевченко', 'Олег', 'Львович'), 'Шевченко Олегу Львовичу'],
		['a name like an adjective', person('Белая', 'Анна', 'Юрьевна'), 'Белой Анне Юрьевне'],
		['a man’s like an adjective', person('Вронский', 'Лев', 'Ильич'), 'Вронскому Льву Ильичу'],
		['a double name', person('Петрова-Водкина', 'Мария', 'Олеговна'), 'Петровой-Водкиной Марии Олеговне'],
		['a double name, half of which stays', person('Черных-Гурова', 'Вера', 'Львовна'), 'Черных-Гуровой Вере Львовне'],
		['a patronymic with оглы', person('Мамедов', 'Рашид', 'Али оглы'), 'Мамедову Рашиду Али оглы']
	])('%s', (_, name, dative) => {
		expect(declineName(name, 'dative')).toEqual({ text: dative, isSure: true })
	})

	it.each([
		['in other letters', person('Smith', 'John')],
		['of whom nothing tells', person('Ким', 'Чан')]
	])('a name %s stays in the nominative, and says so', (_, name) => {
		for (const to of oblique) {
			expect(declineName(name, to)).toEqual({ text: `${name.familyName} ${name.givenName}`, isSure: false })
		}
		expect(declineName(name, 'nominative').isSure).toBe(true)
	})

	it('tells him from her by the patronymic before the name', () => {
		expect(genderOf(person('Ким', 'Саша', 'Петровна'))).toBe('female')
		expect(genderOf(person('Ким', 'Саша', 'Петрович'))).toBe('male')
		expect(genderOf(person('Гурова', 'Анна'))).toBe('female')
		expect(genderOf(person('Ким'))).toBe(null)
		expect(genderOf(person('Гурова', 'Павел'))).toBe(null)
	})

	it('writes initials without letting them go', () => {
		expect(declineName(person('Зимин', 'Аркадий', 'Львович'), 'dative', 'short').text).toBe('Зимину\u00a0А.\u00a0Л.')
		expect(signatureName(person('Зимин', 'Аркадий', 'Львович'))).toBe('А.\u00a0Л.\u00a0Зимин')
		expect(signatureName(person('Ким', 'Чан'))).toBe('Ч.\u00a0Ким')
	})
})

describe('posts', () => {
	it.each([
		['директор', 'директора', 'директору', 'директора', 'директором', 'директоре'],
		['учитель', 'учителя', 'учителю', 'учителя', 'учителем', 'учителе'],
		['заведующая', 'заведующей', 'заведующей', 'заведующую', 'заведующей', 'заведующей'],
		['врач', 'врача', 'врачу', 'врача', 'врачом', 'враче']
	])('%s', (post, ...expected) => {
		expect(oblique.map((to) => declinePost(post, to).text)).toEqual(expected)
	})

	it.each([
		['заместитель директора по учебной работе', 'заместителю директора по учебной работе'],
		['начальник департамента образования', 'начальнику департамента образования'],
		['старший воспитатель', 'старшему воспитателю'],
		['социальный педагог', 'социальному педагогу'],
		['учитель-логопед', 'учителю-логопеду'],
		['вице-президент', 'вице-президенту'],
		['заведующий отделом кадров', 'заведующему отделом кадров'],
		['исполняющий обязанности директора', 'исполняющему обязанности директора'],
		['и. о. директора', 'и. о. директора'],
		['музыкальный руководитель', 'музыкальному руководителю'],
		['директор, учитель математики', 'директору, учителю математики'],
		['методист', 'методисту'],
		['завуч', 'завучу'],
		['старшая вожатая', 'старшей вожатой'],
		['главный бухгалтер', 'главному бухгалтеру'],
		['студентка', 'студентке'],
		['секретарь учебной части', 'секретарю учебной части']
	])('%s', (post, dative) => {
		expect(declinePost(post, 'dative')).toEqual({ text: dative, isSure: true })
	})
})

describe('organisations', () => {
	it.each([
		['Школа № 14', 'Школы № 14', 'Школу № 14'],
		['Лицей № 2', 'Лицея № 2', 'Лицей № 2'],
		['Гимназия № 6', 'Гимназии № 6', 'Гимназию № 6'],
		['Детский сад № 9', 'Детского сада № 9', 'Детский сад № 9'],
		['МАОУ СОШ № 5', 'МАОУ СОШ № 5', 'МАОУ СОШ № 5'],
		['МАДОУ «Родничок»', 'МАДОУ «Родничок»', 'МАДОУ «Родничок»'],
		['Департамент образования города', 'Департамента образования города', 'Департамент образования города'],
		['Управление образования', 'Управления образования', 'Управление образования'],
		['Отдел образования', 'Отдела образования', 'Отдел образования'],
		['Центр детского творчества', 'Центра детского творчества', 'Центр детского творчества'],
		['Дворец творчества', 'Дворца творчества', 'Дворец творчества'],
		['Колледж связи', 'Колледжа связи', 'Колледж связи'],
		['Основная школа села', 'Основной школы села', 'Основную школу села'],
		[
			'Муниципальное бюджетное учреждение «Школа № 3»',
			'Муниципального бюджетного учреждения «Школа № 3»',
			'Муниципальное бюджетное учреждение «Школа № 3»'
		]
	])('%s', (name, genitive, accusative) => {
		expect(declineOrganisation(name, 'genitive')).toEqual({ text: genitive, isSure: true })
		expect(declineOrganisation(name, 'accusative')).toEqual({ text: accusative, isSure: true })
	})

	it.each(['«Росток»', 'Ясли № 4', '№ 17'])('%s stays, and says so', (name) => {
		expect(declineOrganisation(name, 'genitive')).toEqual({ text: name, isSure: false })
	})
})
