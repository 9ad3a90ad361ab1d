"""What word processors put on the clipboard, in their own dialects; the words are ours."""
# ruff: noqa: E501 because the dialects are kept as the programs write them

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; mso-style-parent:"";} @list l0 {mso-list-id:1;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=IN style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='mso-style-link:"Heading 1 Char"'><span style='font-family:"Calibri Light"'>Sumur pantau<o:p></o:p></span></h1>
<p class=MsoNormal><span lang=IN style='font-size:12.0pt;mso-bidi-font-size:11.0pt'>Dua puluh <b style='mso-bidi-font-weight:normal'>sumur pantau</b> dibuka di
<i style='mso-bidi-font-style:normal'>Kota Contoh</i>.<o:p></o:p></span></p>
<p class=MsoNormal><span class=MsoCommentReference><a style='mso-comment-reference:AA_1;mso-comment-date:20261118T0900' href="#_msocom_1">[AA1]</a></span><a href="https://contoh.example/sumur"><span style='color:#0563C1'>Peta sumur</span></a> dapat dibuka siapa saja.<o:p></o:p></p>
<h2>Jadwal<o:p></o:p></h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>\u00b7<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>Senin sampai Rabu<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>\u00b7<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>Kamis dan Jumat<o:p></o:p></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr><td width=100><p class=MsoNormal><b>Hari<o:p></o:p></b></p></td><td><p class=MsoNormal>Jam<o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>Rabu<o:p></o:p></p></td><td><p class=MsoNormal>09.00<o:p></o:p></p></td></tr></table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="a"><v:imagedata src="file:///C:/a.png"/></v:shape><![endif]--><img width=1 height=1 src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="><o:p>&nbsp;</o:p></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Sudah dicek?<o:p></o:p></p></div></div>
<p class=MsoNormal>Penutup.<o:p></o:p></p><!--EndFragment--></body></html>"""

DOCS = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr"><span style="font-size:16pt;font-weight:400;">Sumur pantau</span></h2>
<p dir="ltr" style="line-height:1.38;"><span style="font-weight:400;font-style:normal;white-space:pre-wrap;">Dua puluh </span><span style="font-weight:700;white-space:pre-wrap;">sumur</span><span style="font-style:italic;font-weight:400;"> pantau</span><span style="font-weight:400;"> dibuka. </span><a href="https://contoh.example/peta" style="text-decoration:none;"><span style="text-decoration:underline;">Peta</span></a></p>
<ul style="margin-top:0;"><li dir="ltr" aria-level="1" style="list-style-type:disc;"><p dir="ltr" role="presentation"><span>Satu</span></p></li><ul><li dir="ltr" aria-level="2" style="list-style-type:circle;"><p dir="ltr" role="presentation"><span>Anak satu</span></p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>Dua</span></p></li></ul>
<ol><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>Langkah pertama</span></p></li></ol>
<div dir="ltr"><table style="border:none;border-collapse:collapse;"><colgroup><col><col></colgroup><tbody><tr><td><p dir="ltr"><span>Hari</span></p></td><td><p dir="ltr"><span>Jam</span></p></td></tr></tbody></table></div>
<p dir="ltr"><span><span style="border:none;display:inline-block;"><img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==" width="1" height="1"></span></span></p>
<p dir="ltr"><span>Penutup.</span></p></b><br class="Apple-interchange-newline">"""

LIBRE = """<!DOCTYPE HTML><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><meta name="generator" content="LibreOffice 24.2 (Linux)"/><style>p { line-height: 115% }</style></head><body lang="id-ID">
<h3 class="western">Sumur pantau</h3>
<p style="line-height: 100%"><font face="Liberation Serif, serif"><font size="3">Dua puluh <b>sumur</b> <i>pantau</i><u> dibuka</u>.</font></font></p>
<ol><li><p>Langkah pertama</p><ul><li><p>Anak langkah</p></li></ul></li><li><p><strong>Langkah kedua</strong></p></li></ol>
<table width="100%"><tr><td><p>Hari</p></td><td><p>Jam</p></td></tr></table>
<blockquote>Kutipan warga.</blockquote>
<p><a href="mailto:humas@contoh.example">Humas</a> <a href="javascript:alert(1)">menjawab</a>.<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a></p>
<p><img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==" name="Gambar1"/>Penutup.</p></body></html>"""
