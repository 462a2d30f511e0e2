package dev.drawbridge.rules;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results of examples in the XML that build servers read, as JUnit writes it. */
final class TestReport {
    private TestReport() {}

    static void write(Path file, List<ExampleRun.Result> results) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        try (Writer text = Files.newBufferedWriter(file)) {
            var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "sync-rules");
            xml.writeAttribute("tests", String.valueOf(results.size()));
            xml.writeAttribute("failures", String.valueOf(failures(results)));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", "0");
            for (var result : results) write(xml, result);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IOException(impossible);
        }
    }

    static long failures(List<ExampleRun.Result> results) {
        return results.stream().filter(result -> !result.passed()).count();
    }

    private static void write(XMLStreamWriter xml, ExampleRun.Result result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", result.connection());
        xml.writeAttribute("name", result.example());
        xml.writeAttribute("time", String.valueOf(result.millis() / 1e3));
        if (!result.passed()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", result.problems().get(0));
            xml.writeCharacters(String.join("\n", result.problems()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
