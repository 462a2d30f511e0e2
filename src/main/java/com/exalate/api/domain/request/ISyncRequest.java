package com.exalate.api.domain.request;

import java.util.List;

/** What an incoming rule is run for. */
public interface ISyncRequest {
    /** The pairings of comments, attachments and worklogs. */
    List<?> getTraces();

    /** The contents that came along. */
    List<?> getBlobMetadataList();
}
