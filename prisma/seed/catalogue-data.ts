import type { Locale } from '#app/domain/locale.ts'
import type { TitleKind } from '#app/features/catalogue/title.ts'

// What the organisation's annual report of 2007 states is exact: M-Net 100 of July 2007, the commemorative issue for the
// 10th anniversary, with a run of 900 copies; the new edition of the Survival Manual of October 2007 in several languages, and that
// its list of consultation centers is missed; the Policy Proposals in Japanese (2006), Korean and English (2007); The Noose Around
// Foreigners Part II, in Japanese, scheduled for 2008. Its day of a month is not known: the first stands for the month, 1 January for the
// year (`formatPublished`).
//
// Everything else is a SAMPLE: prices, weights, pages, the other issues of M-Net, all contents, all files, the other print runs and
// the limits of pre-orders.

type SeedText = { name: string; subtitle?: string; description: string; contents?: string[] }

export type SeedSupplement = {
  slug: string
  kind: 'supplement' | 'erratum'
  language: string
  publishedOn: string
  file: SeedFile
  texts: Partial<Record<Locale, { name: string; note?: string }>>
}

/** A PDF to be made; each paragraph is set in the font of its language. */
export type SeedFile = {
  name: string
  title: string
  paragraphs: readonly { locale: Locale; text: string; isHeading?: boolean }[]
}

export type SeedEdition = {
  sku: string
  language: string
  format: 'print' | 'pdf'
  state: 'forthcoming' | 'on_sale'
  publishedOn: string
  priceYen: number
  pages?: number
  weightGrams?: number
  run?: { copies: number; receivedOn: string }
  /** How many may be ordered before they are there, and how many are to be printed. */
  preorderLimit?: number
  plannedCopies?: number
  file?: SeedFile
  supplements?: SeedSupplement[]
}

export type SeedTitle = {
  slug: string
  kind: TitleKind
  publishedOn: string
  issue?: { from: number; to: number }
  texts: Partial<Record<Locale, SeedText>>
  editions: SeedEdition[]
}

export const PERIODICAL = { slug: 'm-net', name: 'M-Net', issn: null }

export const TITLES: SeedTitle[] = [
  {
    slug: 'm-net-98',
    kind: 'periodical_issue',
    publishedOn: '2007-05-01',
    issue: { from: 98, to: 98 },
    // In Japanese only, to show how the other languages fall back.
    texts: {
      ja: {
        name: 'M-Net 第98号',
        subtitle: '特集 はたらく移住女性たち',
        description:
          '介護、食品加工、家事労働。移住女性が支える職場を訪ね、相談の現場から見えることを報告します。（見本の内容）',
        contents: [
          '巻頭 わたしの一日',
          '特集 職場を訪ねて',
          '相談室から 妊娠を理由に辞めさせられたら',
          '地域の動き',
          '事務局日誌',
        ],
      },
    },
    editions: [
      {
        sku: 'MNET-98',
        language: 'ja',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2007-05-01',
        priceYen: 500,
        pages: 32,
        weightGrams: 120,
        run: { copies: 900, receivedOn: '2007-05-01' },
      },
    ],
  },
  {
    slug: 'm-net-99',
    kind: 'periodical_issue',
    publishedOn: '2007-06-01',
    issue: { from: 99, to: 99 },
    texts: {
      ja: {
        name: 'M-Net 第99号',
        subtitle: '特集 子どもたちの教室',
        description:
          '外国につながる子どもたちの学校生活と、放課後の学習教室を続けてきた人びとの記録です。（見本の内容）',
        contents: [
          '巻頭 はじめての通知表',
          '特集 放課後の教室から',
          '座談会 高校へ行きたい',
          '書評',
          '事務局日誌',
        ],
      },
      en: {
        name: 'M-Net No. 99',
        subtitle: 'Feature: children in the classroom',
        description:
          'School life of children with roots abroad, and the people who keep after-school classes going. (Sample contents)',
        contents: [
          'The first school report',
          'Feature: from an after-school class',
          'Round table: we want to go to high school',
          'Book reviews',
          'Office diary',
        ],
      },
    },
    editions: [
      {
        sku: 'MNET-99',
        language: 'ja',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2007-06-01',
        priceYen: 500,
        pages: 32,
        weightGrams: 120,
        run: { copies: 900, receivedOn: '2007-06-01' },
      },
    ],
  },
  {
    slug: 'm-net-100',
    kind: 'periodical_issue',
    publishedOn: '2007-07-01',
    issue: { from: 100, to: 100 },
    texts: {
      ja: {
        name: 'M-Net 第100号',
        subtitle: '10周年記念号',
        description:
          'ネットワーク結成10周年を記念する第100号です。\n10年の歩みを年表と証言でたどり、これからの10年を各地の団体とともに考えます。（見本の内容）',
        contents: [
          '巻頭 100号を迎えて',
          '年表 10年の歩み',
          '証言 あのとき、何があったのか',
          '各地から 北海道から沖縄まで',
          '座談会 次の10年へ',
          '100号総目次',
        ],
      },
      en: {
        name: 'M-Net No. 100',
        subtitle: 'Commemorative issue for the 10th anniversary',
        description:
          'The 100th issue commemorates the 10th anniversary of the network.\nA chronology and the people who were there tell of ten years; groups from all over Japan look at the next ten. (Sample contents)',
        contents: [
          'On reaching the 100th issue',
          'A chronology of ten years',
          'Those who were there',
          'From Hokkaido to Okinawa',
          'Round table: the next ten years',
          'Index of issues 1 to 100',
        ],
      },
      ko: {
        name: 'M-Net 제100호',
        subtitle: '창립 10주년 기념호',
        description:
          '네트워크 창립 10주년을 기념하는 제100호입니다.\n연표와 증언으로 10년의 발자취를 따라가고, 각지의 단체와 함께 앞으로의 10년을 생각합니다. (견본 내용)',
        contents: [
          '머리말: 100호를 맞으며',
          '연표: 10년의 발자취',
          '증언: 그때 무슨 일이 있었나',
          '각지에서: 홋카이도에서 오키나와까지',
          '좌담: 다음 10년을 향해',
          '1~100호 총목차',
        ],
      },
      tl: {
        name: 'M-Net Blg. 100',
        subtitle: 'Isyung paggunita sa ika-10 anibersaryo',
        description:
          'Ginugunita ng ika-100 isyu ang ika-10 anibersaryo ng network.\nIsinasalaysay ng kronolohiya at ng mga nakasaksi ang sampung taon, at tinatanaw ng mga grupo mula sa buong Japan ang susunod na sampu. (Halimbawang nilalaman)',
        contents: [
          'Sa pag-abot sa ika-100 isyu',
          'Kronolohiya ng sampung taon',
          'Salaysay ng mga nakasaksi',
          'Mula Hokkaido hanggang Okinawa',
          'Talakayan: ang susunod na sampung taon',
          'Indeks ng mga isyu 1 hanggang 100',
        ],
      },
    },
    editions: [
      {
        sku: 'MNET-100',
        language: 'ja',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2007-07-01',
        priceYen: 800,
        pages: 64,
        weightGrams: 210,
        run: { copies: 900, receivedOn: '2007-07-01' },
      },
      {
        sku: 'MNET-100-PDF',
        language: 'ja',
        format: 'pdf',
        state: 'on_sale',
        publishedOn: '2007-07-01',
        priceYen: 600,
        pages: 64,
        file: {
          name: 'M-Net-100.pdf',
          title: 'M-Net 第100号',
          paragraphs: [
            { locale: 'ja', text: '10周年記念号', isHeading: true },
            {
              locale: 'ja',
              text: 'これは見本のPDFです。実際の誌面ではありません。お買い上げの流れをお確かめいただくために入れてあります。',
            },
            { locale: 'ja', text: '巻頭 100号を迎えて', isHeading: true },
            {
              locale: 'ja',
              text: '移住者の権利のために活動してきた各地の団体が、互いの経験を持ち寄る場としてこの雑誌を続けてきました。100号を機に、その歩みを振り返ります。',
            },
          ],
        },
      },
    ],
  },
  {
    slug: 'm-net-101-102',
    kind: 'periodical_issue',
    publishedOn: '2007-09-01',
    issue: { from: 101, to: 102 },
    texts: {
      ja: {
        name: 'M-Net 第101・102合併号',
        subtitle: '特集 全国ワークショップの記録',
        description:
          '6月に開いた全国ワークショップの二日間を、分科会ごとの報告と写真で記録した合併号です。（見本の内容）',
        contents: ['開会のことば', '分科会の報告', '講演の記録', '参加者の声', '決議', '事務局日誌'],
      },
      en: {
        name: 'M-Net No. 101-102',
        subtitle: 'Feature: the national workshop',
        description:
          'A double issue on the two days of the national workshop in June: a report of each session, with photographs. (Sample contents)',
        contents: [
          'Opening',
          'Reports of the sessions',
          'The lecture',
          'Voices of participants',
          'Resolution',
          'Office diary',
        ],
      },
      ko: {
        name: 'M-Net 제101·102 합병호',
        subtitle: '특집: 전국 워크숍의 기록',
        description:
          '6월에 연 전국 워크숍의 이틀을 분과회별 보고와 사진으로 기록한 합병호입니다. (견본 내용)',
        contents: ['여는 말', '분과회 보고', '강연 기록', '참가자의 목소리', '결의', '사무국 일지'],
      },
      tl: {
        name: 'M-Net Blg. 101-102',
        subtitle: 'Tampok: ang pambansang workshop',
        description:
          'Dobleng isyu tungkol sa dalawang araw ng pambansang workshop noong Hunyo: ulat ng bawat sesyon, may mga larawan. (Halimbawang nilalaman)',
        contents: ['Pagbubukas', 'Ulat ng mga sesyon', 'Ang lektura', 'Tinig ng mga dumalo', 'Resolusyon'],
      },
    },
    editions: [
      {
        sku: 'MNET-101-102',
        language: 'ja',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2007-09-01',
        priceYen: 900,
        pages: 72,
        weightGrams: 230,
        run: { copies: 900, receivedOn: '2007-09-01' },
      },
    ],
  },
  {
    slug: 'm-net-103',
    kind: 'periodical_issue',
    publishedOn: '2007-10-01',
    issue: { from: 103, to: 103 },
    texts: {
      ja: {
        name: 'M-Net 第103号',
        subtitle: '特集 病院へ行けないとき',
        description:
          '医療保険に入れない人が病気になったとき、何ができるのか。病院と支援団体の取り組みを紹介します。（見本の内容）',
        contents: ['巻頭 夜の救急室で', '特集 病院へ行けないとき', '制度を読む', '地域の動き', '事務局日誌'],
      },
      en: {
        name: 'M-Net No. 103',
        subtitle: 'Feature: when you cannot see a doctor',
        description:
          'What can be done when people without health insurance fall ill: hospitals and support groups tell. (Sample contents)',
        contents: [
          'At night in the emergency room',
          'Feature: when you cannot see a doctor',
          'Reading the rules',
          'From the regions',
          'Office diary',
        ],
      },
      ko: {
        name: 'M-Net 제103호',
        subtitle: '특집: 병원에 가지 못할 때',
        description:
          '의료보험에 들지 못한 사람이 아플 때 무엇을 할 수 있는지, 병원과 지원 단체의 활동을 소개합니다. (견본 내용)',
        contents: [
          '머리말: 한밤의 응급실에서',
          '특집: 병원에 가지 못할 때',
          '제도 읽기',
          '지역 소식',
          '사무국 일지',
        ],
      },
      tl: {
        name: 'M-Net Blg. 103',
        subtitle: 'Tampok: kapag hindi makapagpadoktor',
        description:
          'Ano ang magagawa kapag nagkasakit ang walang health insurance: salaysay ng mga ospital at grupong tumutulong. (Halimbawang nilalaman)',
        contents: [
          'Isang gabi sa emergency room',
          'Tampok: kapag hindi makapagpadoktor',
          'Pag-unawa sa mga patakaran',
          'Mula sa mga rehiyon',
          'Talaan ng opisina',
        ],
      },
    },
    editions: [
      {
        sku: 'MNET-103',
        language: 'ja',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2007-10-01',
        priceYen: 500,
        pages: 32,
        weightGrams: 120,
        run: { copies: 900, receivedOn: '2007-10-01' },
        supplements: [
          {
            slug: 'm-net-103-errata',
            kind: 'erratum',
            language: 'ja',
            publishedOn: '2007-11-01',
            file: {
              name: 'M-Net-103-errata.pdf',
              title: 'M-Net 第103号 訂正',
              paragraphs: [
                { locale: 'ja', text: 'これは見本の訂正表です。' },
                { locale: 'ja', text: '12ページ 3行目　（誤）前年度　（正）今年度' },
              ],
            },
            texts: {
              ja: { name: '第103号の訂正', note: '12ページの表に誤りがありました。（見本）' },
              en: {
                name: 'Correction to No. 103',
                note: 'The table on page 12 was wrong. (Sample; the file is in Japanese.)',
              },
              ko: { name: '제103호 정오표', note: '12쪽의 표에 잘못이 있었습니다. (견본, 일본어 파일)' },
              tl: {
                name: 'Pagtatama sa Blg. 103',
                note: 'May mali sa talahanayan sa pahina 12. (Halimbawa)',
              },
            },
          },
        ],
      },
    ],
  },
  {
    slug: 'm-net-105',
    kind: 'periodical_issue',
    publishedOn: '2007-12-01',
    issue: { from: 105, to: 105 },
    texts: {
      ja: {
        name: 'M-Net 第105号',
        subtitle: '特集 年の瀬の相談室から',
        description:
          '年末年始に窓口が閉まるとき、だれがどこで支えたか。各地の相談室の記録です。（見本の内容）',
        contents: ['巻頭 閉まった窓口の前で', '特集 年の瀬の相談室から', '一年をふりかえる', '事務局日誌'],
      },
      en: {
        name: 'M-Net No. 105',
        subtitle: 'Feature: year-end at the advice desks',
        description:
          'Who helped whom, and where, while the offices were closed over New Year: notes from advice desks. (Sample contents)',
        contents: [
          'In front of a closed counter',
          'Feature: year-end at the advice desks',
          'Looking back on the year',
          'Office diary',
        ],
      },
      ko: {
        name: 'M-Net 제105호',
        subtitle: '특집: 세밑의 상담실에서',
        description:
          '연말연시에 창구가 닫혔을 때 누가 어디에서 도왔는지, 각지 상담실의 기록입니다. (견본 내용)',
        contents: ['머리말: 닫힌 창구 앞에서', '특집: 세밑의 상담실에서', '한 해를 돌아보며', '사무국 일지'],
      },
      tl: {
        name: 'M-Net Blg. 105',
        subtitle: 'Tampok: katapusan ng taon sa mga advice desk',
        description:
          'Sino ang tumulong, at saan, habang sarado ang mga opisina sa Bagong Taon: tala ng mga advice desk. (Halimbawang nilalaman)',
        contents: [
          'Sa harap ng saradong bintanilya',
          'Tampok: katapusan ng taon sa mga advice desk',
          'Pagbabalik-tanaw sa taon',
          'Talaan ng opisina',
        ],
      },
    },
    editions: [
      {
        sku: 'MNET-105',
        language: 'ja',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2007-12-01',
        priceYen: 500,
        pages: 32,
        weightGrams: 120,
        run: { copies: 900, receivedOn: '2007-12-01' },
      },
    ],
  },
  {
    slug: 'survival-manual',
    kind: 'manual',
    publishedOn: '2007-10-01',
    texts: {
      ja: {
        name: 'サバイバル・マニュアル 新版',
        subtitle: '日本で暮らす移住者のために',
        description:
          '在留資格、仕事、病気、結婚、子どもの学校。日本で暮らすときに出会う困りごとに、いくつもの言語で答える手引きの新版です。\n旧版にあった「相談窓口一覧」は本書に入っていません。付録として下から無料でダウンロードできます。',
        contents: [
          '在留資格と届け出',
          'はたらく',
          '病気とけが',
          '結婚、離婚、子ども',
          '学校',
          '住まい',
          '困ったときに',
        ],
      },
      en: {
        name: 'Survival Manual, new edition',
        subtitle: 'For migrants living in Japan',
        description:
          'Residence status, work, illness, marriage, school: a handbook in several languages for the problems one meets when living in Japan, in its new edition.\nThe “list of consultation centers” of earlier editions is not in the book. It is a supplement that you can download below, free of charge.',
        contents: [
          'Residence status and registration',
          'Work',
          'Illness and injury',
          'Marriage, divorce and children',
          'School',
          'Housing',
          'When you are in trouble',
        ],
      },
      ko: {
        name: '서바이벌 매뉴얼 신판',
        subtitle: '일본에서 사는 이주자를 위하여',
        description:
          '체류 자격, 일, 병, 결혼, 아이의 학교. 일본에서 살면서 부딪히는 어려움에 여러 언어로 답하는 안내서의 신판입니다.\n이전 판에 있던 ‘상담 창구 목록’은 책에 들어 있지 않습니다. 아래에서 부록으로 무료로 내려받으실 수 있습니다.',
        contents: [
          '체류 자격과 신고',
          '일하기',
          '병과 부상',
          '결혼, 이혼, 아이',
          '학교',
          '주거',
          '어려울 때',
        ],
      },
      tl: {
        name: 'Survival Manual, bagong edisyon',
        subtitle: 'Para sa mga migranteng nakatira sa Japan',
        description:
          "Visa, trabaho, sakit, kasal, paaralan: bagong edisyon ng gabay sa iba't ibang wika para sa mga problemang kinakaharap sa buhay sa Japan.\nWala sa aklat ang “listahan ng mga consultation center” na nasa mga naunang edisyon. Isa itong karagdagan na mada-download nang libre sa ibaba.",
        contents: [
          'Visa at pagpaparehistro',
          'Trabaho',
          'Sakit at pinsala',
          'Kasal, diborsyo at mga anak',
          'Paaralan',
          'Tirahan',
          'Kapag may problema',
        ],
      },
    },
    editions: [
      {
        sku: 'SURVIVAL-2007',
        language: 'mul',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2007-10-01',
        priceYen: 1_200,
        pages: 192,
        weightGrams: 340,
        run: { copies: 1_500, receivedOn: '2007-10-01' },
        supplements: [
          {
            slug: 'consultation-centers',
            kind: 'supplement',
            language: 'mul',
            publishedOn: '2007-11-01',
            file: {
              name: 'consultation-centers.pdf',
              title: '相談窓口一覧 / List of consultation centers',
              paragraphs: [
                { locale: 'ja', text: '相談窓口一覧', isHeading: true },
                { locale: 'ja', text: 'これは見本です。名称も電話番号も実在しません。' },
                { locale: 'ja', text: '見本ユニオン（東京）　電話 00-0000-0001　仕事の相談' },
                { locale: 'ja', text: '見本クリニック（横浜）　電話 00-0000-0002　医療の相談' },
                { locale: 'en', text: 'List of consultation centers', isHeading: true },
                { locale: 'en', text: 'This is a sample: neither the names nor the numbers exist.' },
                { locale: 'en', text: 'Mihon Union (Tokyo), tel. 00-0000-0001: work' },
                { locale: 'en', text: 'Mihon Clinic (Yokohama), tel. 00-0000-0002: health' },
                { locale: 'ko', text: '상담 창구 목록', isHeading: true },
                { locale: 'ko', text: '견본입니다. 이름도 전화번호도 실제로 없는 것입니다.' },
                { locale: 'ko', text: '미혼 유니언(도쿄) 전화 00-0000-0001: 일' },
                { locale: 'ko', text: '미혼 클리닉(요코하마) 전화 00-0000-0002: 의료' },
                { locale: 'tl', text: 'Listahan ng mga consultation center', isHeading: true },
                { locale: 'tl', text: 'Halimbawa lamang ito: hindi totoo ang mga pangalan at numero.' },
                { locale: 'tl', text: 'Mihon Union (Tokyo), tel. 00-0000-0001: trabaho' },
                { locale: 'tl', text: 'Mihon Clinic (Yokohama), tel. 00-0000-0002: kalusugan' },
              ],
            },
            texts: {
              ja: { name: '相談窓口一覧', note: '旧版に載っていた一覧です。（見本の内容）' },
              en: {
                name: 'List of consultation centers',
                note: 'The list that earlier editions had. (Sample contents)',
              },
              ko: { name: '상담 창구 목록', note: '이전 판에 실려 있던 목록입니다. (견본 내용)' },
              tl: {
                name: 'Listahan ng mga consultation center',
                note: 'Ang listahang nasa mga naunang edisyon. (Halimbawang nilalaman)',
              },
            },
          },
        ],
      },
      {
        sku: 'SURVIVAL-2007-PDF',
        language: 'mul',
        format: 'pdf',
        state: 'on_sale',
        publishedOn: '2007-10-01',
        priceYen: 800,
        pages: 192,
        file: {
          name: 'Survival-Manual-2007.pdf',
          title: 'Survival Manual / サバイバル・マニュアル',
          paragraphs: [
            { locale: 'ja', text: 'サバイバル・マニュアル 新版', isHeading: true },
            { locale: 'ja', text: 'これは見本のPDFです。実際の本の中身ではありません。' },
            { locale: 'en', text: 'Survival Manual, new edition', isHeading: true },
            { locale: 'en', text: 'This PDF is a sample and not what stands in the book.' },
            { locale: 'ko', text: '서바이벌 매뉴얼 신판', isHeading: true },
            { locale: 'ko', text: '이 PDF는 견본이며 실제 책의 내용이 아닙니다.' },
            { locale: 'tl', text: 'Survival Manual, bagong edisyon', isHeading: true },
            { locale: 'tl', text: 'Halimbawa lamang ang PDF na ito at hindi ang laman ng aklat.' },
          ],
        },
      },
    ],
  },
  {
    slug: 'policy-proposals',
    kind: 'policy_proposals',
    publishedOn: '2006-01-01',
    texts: {
      ja: {
        name: '外国籍住民との共生にむけて',
        subtitle: 'NGOからの政策提言',
        description:
          '移住者と民族的マイノリティがともに生きる日本のために、NGOが分野ごとに現状をまとめ、政策を提言します。日本語版のほか、韓国語版と英語版があります。',
        contents: [
          'はじめに',
          '入国と在留',
          '労働',
          '医療と社会保障',
          '女性',
          '子どもと教育',
          '人種差別をなくすために',
        ],
      },
      en: {
        name: 'Living Together with Migrants and Ethnic Minorities in Japan',
        subtitle: 'Policy Proposals by NGOs',
        description:
          'For a Japan where migrants and ethnic minorities live together with everyone else, NGOs describe field by field how things stand and propose policies. There are a Japanese, a Korean and an English edition.',
        contents: [
          'Introduction',
          'Entry and residence',
          'Labour',
          'Health and social security',
          'Women',
          'Children and education',
          'Ending racial discrimination',
        ],
      },
      ko: {
        name: '일본에서 이주자·소수민족과 함께 살기 위하여',
        subtitle: 'NGO의 정책 제언',
        description:
          '이주자와 소수민족이 함께 사는 일본을 위하여, NGO가 분야마다 현황을 정리하고 정책을 제언합니다. 일본어판, 한국어판, 영어판이 있습니다.',
        contents: [
          '머리말',
          '입국과 체류',
          '노동',
          '의료와 사회보장',
          '여성',
          '어린이와 교육',
          '인종차별을 없애기 위하여',
        ],
      },
      tl: {
        name: 'Sama-samang Pamumuhay kasama ng mga Migrante at Etnikong Minorya sa Japan',
        subtitle: 'Mga panukalang patakaran ng mga NGO',
        description:
          'Para sa isang Japan kung saan sama-samang namumuhay ang mga migrante at etnikong minorya, inilalarawan ng mga NGO ang kalagayan sa bawat larangan at nagpapanukala ng mga patakaran. May edisyon sa Japanese, Korean at English.',
        contents: [
          'Panimula',
          'Pagpasok at paninirahan',
          'Paggawa',
          'Kalusugan at seguridad panlipunan',
          'Kababaihan',
          'Mga bata at edukasyon',
          'Pagwawakas sa diskriminasyon sa lahi',
        ],
      },
    },
    editions: [
      {
        sku: 'PROPOSALS-JA',
        language: 'ja',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2006-01-01',
        priceYen: 1_500,
        pages: 224,
        weightGrams: 380,
        run: { copies: 180, receivedOn: '2006-07-01' },
      },
      {
        sku: 'PROPOSALS-KO',
        language: 'ko',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2007-01-01',
        priceYen: 1_500,
        pages: 236,
        weightGrams: 390,
        run: { copies: 300, receivedOn: '2007-04-01' },
      },
      {
        sku: 'PROPOSALS-EN',
        language: 'en',
        format: 'print',
        state: 'on_sale',
        publishedOn: '2007-01-01',
        priceYen: 1_500,
        pages: 248,
        weightGrams: 400,
        run: { copies: 300, receivedOn: '2007-04-01' },
      },
    ],
  },
  {
    slug: 'noose-2',
    kind: 'book',
    publishedOn: '2008-01-01',
    texts: {
      ja: {
        name: '外国人包囲網 PART2',
        description:
          '2008年に刊行を予定している本です。外国人の管理を強める動きを、制度と現場の両面から読み解きます。（内容の紹介は見本）',
      },
      en: {
        name: 'The Noose Around Foreigners Part II',
        description:
          'Scheduled for 2008. How the control of foreigners is being tightened, read from the rules and from what people meet with. (Sample description)',
      },
      ko: {
        name: '외국인 포위망 PART2',
        description:
          '2008년에 펴낼 예정인 책입니다. 외국인 관리를 강화하는 움직임을 제도와 현장 양쪽에서 읽어 냅니다. (소개는 견본)',
      },
      tl: {
        name: 'Ang Silo sa mga Dayuhan, Ikalawang Bahagi',
        description:
          'Nakatakdang lumabas sa 2008. Kung paano humihigpit ang kontrol sa mga dayuhan, ayon sa mga patakaran at sa karanasan ng mga tao. (Halimbawang paglalarawan)',
      },
    },
    editions: [
      {
        sku: 'NOOSE-2',
        language: 'ja',
        format: 'print',
        state: 'forthcoming',
        publishedOn: '2008-01-01',
        priceYen: 1_800,
        weightGrams: 420,
        preorderLimit: 300,
      },
    ],
  },
]
