"""Vocabulary of page furniture, sections, institutions, months and days. Data, no logic."""

from typing import Final


def _words(listed: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in listed.split("|"))


# A group that is exactly one of these is a control or a menu entry of a page.
MENU: Final = _words(
    """
    id | en | ind | eng | indonesia | english | bahasa | inggris | home | beranda | depan |
    halaman depan | halaman utama | menu | main menu | menu utama |
    toggle navigation | navigasi | login | log in | masuk | sign in | logout | keluar |
    login pegawai | login admin | daftar | register | akun | akun saya | profil | profile |
    tentang | tentang kami | about | about us | visi misi | visi dan misi |
    struktur organisasi | tugas dan fungsi | sejarah | pejabat | unit kerja | kontak |
    kontak kami | hubungi kami | contact | contact us | layanan | services | layanan publik |
    pelayanan | informasi publik | ppid | lpse | jdih | wbs | wise | sp4n lapor | lapor |
    e-ppid | pengaduan | aduan | survei | faq | bantuan | help | peta situs | sitemap |
    site map | prasyarat | syarat dan ketentuan | kebijakan privasi | privacy policy | privacy |
    terms | terms of use | disclaimer | disklaimer | webmail | email | berita | news |
    berita utama | berita terkini | berita terbaru | artikel | artikel terbaru | articles |
    siaran pers | press release | rilis | pengumuman | agenda | kegiatan | galeri |
    galeri foto | galeri video | gallery | foto | photo | photos | video | videos | media |
    publikasi | unduh | unduhan | download | downloads | infografis | majalah | regulasi |
    peraturan | dokumen | statistik | data | karier | karir | career | rekrutmen | tender |
    arsip | archive | archives | kategori | category | categories | populer | terpopuler |
    trending | terkini | terbaru | indeks | index | topik | opini | opinion | nasional |
    daerah | ekonomi | politik | hukum | olahraga | hiburan | teknologi | pendidikan |
    kesehatan | internasional | redaksi | pedoman media siber | iklan | advertise |
    pasang iklan | cari | pencarian | search | search for | telusuri | close | tutup | next |
    previous | prev | selanjutnya | sebelumnya | berikutnya | next post |
    berita sebelumnya | berita selanjutnya | artikel sebelumnya | artikel selanjutnya |
    previous post |
    pos sebelumnya | pos berikutnya | newer post | older post | lihat semua | lihat lainnya |
    selengkapnya | baca selengkapnya | read more | more | load more | muat lebih banyak |
    see all | view all | kembali | back | back to home | kembali ke beranda |
    kembali ke daftar berita | kembali ke daftar | share | share this | share this post |
    share on | bagikan | bagikan ini | bagikan artikel | bagikan berita | bagikan artikel ini |
    bagikan berita ini | sebarkan | sebarkan artikel ini | bagikan ke | tweet | twitter | x |
    facebook | fb | whatsapp | wa | telegram | line | instagram | ig | youtube | tiktok |
    linkedin | pinterest | threads | copy link | salin tautan | salin link | salin | copied |
    tautan disalin | cetak | print | print pdf | pdf | simpan | save | suka | like | likes |
    dislike | follow | follow us | ikuti kami | subscribe | berlangganan | langganan |
    komentar | comment | comments | tulis komentar | tinggalkan balasan | leave a reply |
    leave a comment | no comments | tidak ada komentar | kirim | kirim komentar | submit |
    reply | balas | post comment | dengarkan | listen | dengarkan berita | perbesar | perkecil |
    aksesibilitas | accessibility | mode gelap | dark mode | kontras | reset | rss | feed |
    play | pause | mute | accept | terima semua | setuju | ok | tolak | cookie | cookies |
    notifikasi | google news | ikuti google news
    """
)
# A short line that begins with one of these names a section of a site.
SECTION: Final = _words(
    """
    berita | siaran pers | press release | press releases | rilis | rilis pers | artikel |
    pengumuman | kegiatan | news | kabar | info | informasi | opini | warta | liputan |
    kategori | category | nasional | daerah | headline | highlight | seputar | agenda |
    release | media release | keterangan pers | berita utama
    """
)
# Headings above lists of other texts.
RELATED: Final = _words(
    """
    berita terkait | artikel terkait | foto terkait | video terkait | foto terkait berita |
    berita lainnya | artikel lainnya | berita lain | baca juga | lihat juga | simak juga |
    berita terpopuler | berita populer | paling banyak dibaca | terpopuler | berita terbaru |
    berita terkini | artikel terbaru | related news | related posts | related articles |
    related | you may also like | you might also like | anda mungkin juga suka | rekomendasi |
    rekomendasi untuk anda | pos terkait | pos-pos terbaru | recent posts | latest news |
    popular posts | most read | postingan terkait | informasi terkait | tautan terkait |
    link terkait
    """
)
# A line in the head that begins with one of these may be a letter-head.
INSTITUTION: Final = _words(
    """
    badan | dinas | kementerian | kantor | direktorat | pemerintah | pemkab | pemkot | pemprov |
    biro | balai | sekretariat | komisi | lembaga | pusat | universitas | humas |
    hubungan masyarakat | bagian | kecamatan | kelurahan | kabupaten | kota | provinsi |
    republik | situs resmi | website resmi | laman resmi | portal | portal resmi | ministry |
    agency | government | office | department | official website
    """
)
# Bare verbs of headlines: they tell a headline from a letter-head.
HEADLINE_VERB: Final = _words(
    """
    gelar | terima | raih | buka | tutup | sambut | ajak | dorong | minta | imbau | siap |
    jadi | ikut | hadir | tinjau | bahas | gandeng | lantik | resmi | harus | perlu | tetap |
    segera | kini | catat | capai | ikuti | hadiri | tekan | jaga | bantu | latih | kaji |
    susun | beri | bagi | salur | panen | kunjung | tegas | punya | ingat | serah | rilis |
    launch | opens | holds | signs | wins | urges
    """
)

DAYS: Final = (
    "senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "jum’at", "sabtu", "minggu", "ahad",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february pebruari feb peb", "maret march mar",
            "april apr", "mei may", "juni june jun", "juli july jul",
            "agustus august agu agt ags aug", "september sep sept", "oktober october okt oct",
            "november nopember nov nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
